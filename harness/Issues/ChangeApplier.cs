using System.Text;
using Eval.Datasets;
using Eval.Harness.Patches;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>Puts a change into a fresh working copy.</summary>
internal static class ChangeApplier
{
    private const int MaxFileBytes = 4 << 20;
    private static readonly CommandLimits Step = new() { Time = TimeSpan.FromMinutes(2), KeptOutputBytes = MaxFileBytes };

    // SWE-bench's own order. Between two tries everything is as it was.
    private static readonly string[] Appliers = ["git apply --verbose", "git apply --verbose --3way", "git apply --verbose --reject",
        Patch];

    // A line of a patch is what is to be in the file; attributes that have git write it in another way come after that.
    private const string AsIs = $"mkdir -p .git/info && echo '{Workspace.AttributesAsIs}' > .git/info/attributes; ";
    private const string AfterAsIs = "; code=$?; rm .git/info/attributes; exit $code";
    private const string DiffName = "eval-patch.diff";

    /// <summary>The last resort, which reads more forms than that of git.</summary>
    public const string Patch = "patch --batch --forward --no-backup-if-mismatch --fuzz=5 -p1 -i";

    // Unlike git it writes into .git too. What it left there would have a say in how the hidden tests are put in place.
    private const string AfterPatch = $"; code=$?; rm -rf .git && cp -a {Workspace.BaseFolder}/.git .git && exit $code";

    /// <summary>Returns by what the change was put in place, null where nothing could; and what was said.</summary>
    public static Task<(string? AppliedBy, string Said)> ApplyAsync(Workspace workspace, ProposedChange change, CancellationToken ct) =>
        change.Kind switch
    {
        ChangeKind.Edits => ReplaceAsync(workspace, change.Edits, ct),
        ChangeKind.WholeFiles => ReplaceWholeAsync(workspace, change.Files, ct),
        _ => PatchAsync(workspace, change.Diff!, ct),
    };

    /// <summary>
    /// Makes a copy what it was. Not by git's own reset, which writes anew each file that it did not itself write here, as it keeps it.
    /// </summary>
    public static async Task ResetAsync(Workspace workspace, CancellationToken ct)
    {
        var changes = await workspace.ChangesAsync(ct);
        await workspace.RestoreAsync([".git", .. changes.Select(file => file.Path)], ct);
        await workspace.RunAsync("git update-index -q --refresh", Step, ct);
    }

    private static async Task<(string? AppliedBy, string Said)> PatchAsync(Workspace workspace, string diff, CancellationToken ct)
    {
        var said = new StringBuilder();
        var patch = await workspace.WriteScratchAsync(DiffName, Encoding.UTF8.GetBytes(diff), ct);
        if (await TryAsync(workspace, Appliers[0], patch, said, ct, isAsIs: true))
        {
            return (Appliers[0], "");
        }

        // As it is written it does not fit; a model does not see line ends.
        var fitted = DiffLineEnds.Fit(diff, await ReadAsync(workspace, DiffPaths.Find(diff), ct));
        if (fitted != diff)
        {
            patch = await workspace.WriteScratchAsync(DiffName, Encoding.UTF8.GetBytes(fitted), ct);
            if (await TryAsync(workspace, Appliers[0], patch, said, ct, isAsIs: true))
            {
                return (Appliers[0], "");
            }
        }

        foreach (var applier in Appliers)
        {
            if (await TryAsync(workspace, applier, patch, said, ct))
            {
                return (applier, "");
            }
        }

        var isThere = (await workspace.RunAsync($"git apply --check --reverse {patch}", Step, ct)).Succeeded;
        return (isThere ? "already applied" : null, said.ToString());
    }

    private static async Task<bool> TryAsync(
        Workspace workspace, string applier, string patch, StringBuilder said, CancellationToken ct, bool isAsIs = false)
    {
        var (before, after) = isAsIs ? (AsIs, AfterAsIs) : ("", applier == Patch ? AfterPatch : "");
        var result = await workspace.RunAsync($"{before}{applier} {patch}{after}", Step, ct);
        said.Append("$ ").Append(applier).Append('\n').Append(result.Output);
        if (!result.Succeeded)
        {
            await ResetAsync(workspace, ct);
        }

        return result.Succeeded;
    }

    /// <summary>Returns the texts of those files that are there and not too long. What is no UTF-8 in them is a mark.</summary>
    private static async Task<Dictionary<string, string>> ReadAsync(Workspace workspace, IEnumerable<string> paths, CancellationToken ct)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths.Where(path => ProblemOf(path) is null))
        {
            var read = await workspace.RunAsync($"[ -f {ShellText.Quoted(path)} ] && cat -- {ShellText.Quoted(path)}", Step, ct);
            if (read.Succeeded && read.OutputBytes <= MaxFileBytes)
            {
                texts[path] = read.Output;
            }
        }

        return texts;
    }

    private static async Task<(string? AppliedBy, string Said)> ReplaceWholeAsync(Workspace workspace,
        IReadOnlyDictionary<string, string> files, CancellationToken ct)
    {
        var earlier = await ReadAsync(workspace, files.Keys, ct);
        return await WriteAsync(workspace, files.ToDictionary(file => file.Key,
            file => earlier.TryGetValue(file.Key, out var text) ? LineEnds.Fit(file.Value, text) : file.Value), "whole files", ct);
    }

    private static async Task<(string? AppliedBy, string Said)> ReplaceAsync(Workspace workspace, IReadOnlyList<FileEdit> edits,
        CancellationToken ct)
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var edit in edits)
        {
            if (ProblemOf(edit.Path) is { } outside)
            {
                return (null, outside);
            }

            if (!texts.TryGetValue(edit.Path, out var text))
            {
                var read = await workspace.RunAsync($"cat -- {ShellText.Quoted(edit.Path)}", Step, ct);
                if (read.Succeeded && (read.OutputBytes > MaxFileBytes || !await IsTextAsync(workspace, edit.Path, read.Output, ct)))
                {
                    return (null, $"{edit.Path} is too long or no UTF-8 text");
                }

                text = read.Succeeded ? read.Output : null;
            }

            var (changed, problem) = EditApplier.Apply(text, edit);
            if (problem is not null)
            {
                return (null, problem);
            }

            texts[edit.Path] = changed;
        }

        return await WriteAsync(workspace, texts.ToDictionary(file => file.Key, file => file.Value!), "search and replace", ct);
    }

    /// <summary>Whether a file is UTF-8. The mark of what is none may be what the file holds.</summary>
    private static async Task<bool> IsTextAsync(Workspace workspace, string path, string text, CancellationToken ct) =>
        !text.Contains('\uFFFD', StringComparison.Ordinal)
        || (await workspace.RunAsync($"iconv -f UTF-8 -t UTF-8 -- {ShellText.Quoted(path)} > /dev/null", Step, ct)).Succeeded;

    private static async Task<(string? AppliedBy, string Said)> WriteAsync(Workspace workspace, IReadOnlyDictionary<string, string> files,
        string form, CancellationToken ct)
    {
        if (files.Keys.Select(ProblemOf).FirstOrDefault(problem => problem is not null) is { } outside)
        {
            return (null, outside);
        }

        if (await workspace.WriteAsync(files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value)), ct) is { } problem)
        {
            return (null, problem);
        }

        // These forms say nothing of modes: a script stays one.
        var names = string.Join(' ', files.Keys.Select(ShellText.Quoted));
        await workspace.RunAsync($"git ls-files -s -z -- {names} | while read -r -d '' mode name; do [ $mode != 100755 ] || chmod +x "
            + $"\"${{name#*$'\t'}}\"; done", Step, ct);
        return (form, "");
    }

    private static string? ProblemOf(string path)
    {
        var parts = path.Split('/');
        return path.Contains('\\', StringComparison.Ordinal) || parts[0] is "" or ".git" || parts.Any(part => part is ".." or "." or "")
            ? $"{path} is no path within the repository" : null;
    }
}
