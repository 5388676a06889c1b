namespace Eval.Harness.Replies;

/// <summary>The code of a reply whose task nobody knows.</summary>
internal static class ReplyCode
{
    /// <summary>Returns the fenced blocks one after the other, or the whole text where there are none; null for nothing.</summary>
    public static string? Extract(string reply)
    {
        var text = ReplyText.Visible(reply);
        var blocks = Fences.Read(text).Select(block => block.Code).Where(code => !string.IsNullOrWhiteSpace(code)).ToList();
        return blocks.Count > 0 ? string.Join('\n', blocks) : string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
