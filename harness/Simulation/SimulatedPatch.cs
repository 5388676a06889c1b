using System.Text;
using System.Text.RegularExpressions;
using Eval.Harness.Patches;

namespace Eval.Harness.Simulation;

/// <summary>Writes a patch in the form that a request asks for: as it is, as search and replace blocks, or as whole files.</summary>
internal static partial class SimulatedPatch
{
    public static string Write(string patch, string request)
    {
        var asksFor = EditFormat.All.FirstOrDefault(format => request.TrimEnd()
            .EndsWith(EditFormat.Instruction(format).TrimEnd(), StringComparison.Ordinal));
        return asksFor switch
        {
            EditFormat.SearchReplace => string.Concat(Edits(patch).Select(Block)),
            EditFormat.WholeFile when WholeFiles(patch, request) is { } files => files,
            _ => PatchText.Wrap(patch),
        };
    }

    private static string Block(FileEdit edit) =>
        $"{edit.Path}\n```\n<<<<<<< SEARCH\n{edit.Search}=======\n{edit.Replacement}>>>>>>> REPLACE\n```\n\n";

    /// <summary>Each hunk is one edit.</summary>
    private static List<FileEdit> Edits(string patch)
    {
        var edits = new List<FileEdit>();
        var (path, search, replacement) = ("", new StringBuilder(), new StringBuilder());
        void Close()
        {
            if (search.Length + replacement.Length > 0)
            {
                edits.Add(new FileEdit(path, search.ToString(), replacement.ToString()));
            }

            search.Clear();
            replacement.Clear();
        }

        var isInHunk = false;
        foreach (var line in patch.Split('\n'))
        {
            if (line.StartsWith("diff --git ", StringComparison.Ordinal) || line.StartsWith("@@ ", StringComparison.Ordinal))
            {
                Close();
                isInHunk = line[0] == '@';
            }
            else if (!isInHunk)
            {
                path = line.StartsWith("+++ b/", StringComparison.Ordinal) ? line["+++ b/".Length..] : path;
            }
            else if (line.Length > 0 && line[0] is ' ' or '-' or '+')
            {
                (line[0] == '+' ? null : search)?.Append(line.AsSpan(1)).Append('\n');
                (line[0] == '-' ? null : replacement)?.Append(line.AsSpan(1)).Append('\n');
            }
        }

        Close();
        return edits;
    }

    /// <summary>Changes the files that the request shows; null when one of them is not there or the patch does not fit.</summary>
    private static string? WholeFiles(string patch, string request)
    {
        var texts = ShownFile().Matches(request)
            .ToDictionary(match => match.Groups["path"].Value, match => (string?)(match.Groups["content"].Value + "\n"),
                StringComparer.Ordinal);
        var changed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var edit in Edits(patch))
        {
            if (EditApplier.Apply(texts.GetValueOrDefault(edit.Path), edit).Text is not { } text)
            {
                return null;
            }

            texts[edit.Path] = changed[edit.Path] = text;
        }

        return string.Concat(changed.Select(file =>
            $"{file.Key}\n``````\n{file.Value}{(file.Value.EndsWith('\n') ? "" : "\n")}``````\n\n"));
    }

    [GeneratedRegex("^<file path=\"(?<path>[^\"\n]+)\">\n(?<content>.*?)\n</file>$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShownFile();
}
