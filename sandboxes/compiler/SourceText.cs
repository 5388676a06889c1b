namespace Eval.Sandboxes.Roslyn;

/// <summary>A file to be compiled.</summary>
internal sealed record SourceText(string Name, string Text, bool IsTrusted);
