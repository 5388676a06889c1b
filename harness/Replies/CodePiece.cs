namespace Eval.Harness.Replies;

/// <summary>A piece of a reply that may be code.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Tag">The tag of its fence; empty when there is none.</param>
/// <param name="Kind">Where it comes from.</param>
internal sealed record CodePiece(string Text, string Tag, CodePieceKind Kind);
