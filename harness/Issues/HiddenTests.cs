using System.Text;
using Eval.Datasets;
using Eval.Sandboxes;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>Puts the hidden tests of a task into a working copy.</summary>
internal static class HiddenTests
{
    private static readonly CommandLimits Step = new() { Time = TimeSpan.FromMinutes(2) };
    private static readonly CommandLimits Reading = new() { Time = TimeSpan.FromMinutes(2), KeptOutputBytes = 32 << 20 };

    /// <summary>Puts them in place. The model is gone by now. Returns how the change hinders them; null when it does not.</summary>
    /// <exception cref="SandboxUnavailableException">The tests do not fit the task's own files.</exception>
    public static async Task<string?> PutAsync(IssueTask task, Workspace workspace, CancellationToken ct)
    {
        if (await TryPutAsync(task, workspace, ct) is not { } problem)
        {
            return null;
        }

        await ChangeApplier.ResetAsync(workspace, ct);
        return await TryPutAsync(task, workspace, ct) is { } ownProblem
            ? throw new SandboxUnavailableException(
                $"Task {task.Id}: the hidden tests do not fit the task's own base: {ownProblem}") { IsOfContainer = true }
            : "the hidden tests cannot be put in place over the change: " + problem;
    }

    /// <summary>Returns the texts of the hidden files, by path; those that are no text are left out.</summary>
    /// <param name="task">The task.</param>
    /// <param name="workspace">A copy in which the hidden tests are and nothing of a model ever was.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(IssueTask task, Workspace workspace, CancellationToken ct)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in task.TestFiles)
        {
            var read = await workspace.RunAsync($"cat -- {ShellText.Quoted(file)}", Reading, ct);
            if (read.Succeeded && read.OutputBytes <= Reading.KeptOutputBytes && !read.Output.AsSpan().ContainsAny('\uFFFD', '\0'))
            {
                texts[file] = read.Output;
            }
        }

        return texts;
    }

    private static async Task<string?> TryPutAsync(IssueTask task, Workspace workspace, CancellationToken ct)
    {
        if (task.TestFolder is { } folder)
        {
            return await workspace.WriteAsync(task.TestFiles.ToDictionary(file => file,
                file => File.ReadAllBytes(Path.Combine(folder, file))), ct);
        }

        var files = string.Join(' ', task.TestFiles.Select(ShellText.Quoted));
        var restore = $"for f in {files}; do git checkout -q HEAD -- \"$f\" 2>/dev/null || rm -rf -- \"$f\"; done";
        var patch = await workspace.WriteScratchAsync("eval-tests.diff", Encoding.UTF8.GetBytes(task.TestPatch!), ct);
        // What runs later must not find in it which of the tests are the real ones.
        var added = await workspace.RunAsync($"{restore}; git apply {patch}; code=$?; rm -f {patch}; exit $code", Step, ct);
        return added.Succeeded ? null : ShellText.LastLine(added.Output);
    }
}
