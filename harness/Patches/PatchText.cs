namespace Eval.Harness.Patches;

/// <summary>Patches inside of replies.</summary>
internal static class PatchText
{
    /// <summary>Puts a patch into a fence that is longer than any in it, so that it can be taken out as it is.</summary>
    public static string Wrap(string patch)
    {
        var (longest, current) = (0, 0);
        foreach (var letter in patch)
        {
            current = letter == '`' ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        var fence = new string('`', Math.Max(4, longest + 1));
        return $"{fence}diff\n{patch}{(patch.EndsWith('\n') || patch.Length == 0 ? "" : "\n")}{fence}\n";
    }

    /// <summary>Whether a reply is a patch in a fence and nothing else.</summary>
    public static bool IsWrapped(string reply)
    {
        var fence = new string('`', reply.TakeWhile(letter => letter == '`').Count());
        return fence.Length >= 3
            && reply.AsSpan(fence.Length).StartsWith("diff\n", StringComparison.Ordinal)
            && reply.IndexOf("\n" + fence, StringComparison.Ordinal) is var end && end >= 0
            && reply.AsSpan(end).Trim('\n').SequenceEqual(fence);
    }
}
