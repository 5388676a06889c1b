namespace Eval.Harness.Replies;

/// <summary>A part of a reply: a fenced block, or a stretch of text outside of fences.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Block">The block; null for a stretch of text.</param>
internal sealed record ReplyPart(string Text, FencedBlock? Block);
