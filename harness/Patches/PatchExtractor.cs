using System.Text;
using Eval.Datasets;
using Eval.Harness.Replies;

namespace Eval.Harness.Patches;

/// <summary>
/// Finds the change in a reply: search and replace blocks, or else the diffs in its fences or a reply that is a diff itself, or else whole
/// files.
/// </summary>
internal static class PatchExtractor
{
    /// <param name="reply">The reply.</param>
    /// <param name="paths">Paths of files that it is likely to name.</param>
    public static ProposedChange Extract(string reply, IReadOnlyCollection<string>? paths = null)
    {
        var blocks = new FileBlocks(paths ?? []);
        // In a patch a tag is the patch's own.
        var text = PatchText.IsWrapped(reply) ? reply : ReplyText.WithoutThinking(reply, WithoutTagsInDiffs(reply));
        // Their marks stand at the beginning of lines, where no line of a diff begins like that.
        if (blocks.Edits(text) is { Count: > 0 } edits)
        {
            return new ProposedChange { Kind = ChangeKind.Edits, Edits = edits };
        }

        var diffs = FencedDiffs(text);
        if (diffs.Count == 0 && LooksLikeDiff(text))
        {
            diffs.Add(text);
        }

        var diff = string.Concat(diffs.Distinct().Where(part => !string.IsNullOrWhiteSpace(part)));
        if (diff.Length > 0)
        {
            return new ProposedChange { Kind = ChangeKind.Diff, Diff = diff };
        }

        return blocks.WholeFiles(text) is { Count: > 0 } files
            ? new ProposedChange { Kind = ChangeKind.WholeFiles, Files = files }
            : new ProposedChange { Kind = ReplyText.IsRefusal(text) ? ChangeKind.Refusal : ChangeKind.Nothing };
    }

    /// <summary>Takes the lines between a fence tagged as diff and its end as they are: a patch is nothing to be tidied.</summary>
    private static List<string> FencedDiffs(string text)
    {
        var diffs = new List<StringBuilder>();
        foreach (var (line, place) in Places(text))
        {
            if (place == Place.Opening)
            {
                diffs.Add(new StringBuilder());
            }
            else if (place == Place.Inside)
            {
                diffs[^1].Append(line);
            }
        }

        return diffs.ConvertAll(diff => diff.ToString());
    }

    /// <summary>
    /// Blots out what looks like a tag in the lines that fenced diffs add, remove or show; every letter stays in its place.
    /// </summary>
    private static string WithoutTagsInDiffs(string text) =>
        string.Concat(Places(text).Select(each => each.Place == Place.Inside && each.Line[0] is '+' or '-' or ' '
            ? each.Line.Replace('<', ' ') : each.Line));

    private static IEnumerable<(string Line, Place Place)> Places(string text)
    {
        string? fence = null;
        foreach (var line in TextLines.Read(text))
        {
            var bare = TextLines.Bare(line);
            if (fence is null)
            {
                var ticks = bare.TakeWhile(letter => letter == '`').Count();
                fence = ticks >= 3 && bare[ticks..].Trim() is "diff" or "patch" ? bare[..ticks] : null;
                yield return (line, fence is null ? Place.Outside : Place.Opening);
            }
            else if (bare.TrimEnd() is var end && end.Length >= fence.Length && end.All(letter => letter == '`'))
            {
                fence = null;
                yield return (line, Place.Outside);
            }
            else
            {
                yield return (line, Place.Inside);
            }
        }
    }

    private static bool LooksLikeDiff(string text) =>
        text.TrimStart().StartsWith("diff --git ", StringComparison.Ordinal)
        || text.TrimStart().StartsWith("--- ", StringComparison.Ordinal) && text.Contains("\n+++ ", StringComparison.Ordinal);

    /// <summary>Where a line is, seen from fenced diffs.</summary>
    private enum Place
    {
        Outside,
        Opening,
        Inside,
    }
}
