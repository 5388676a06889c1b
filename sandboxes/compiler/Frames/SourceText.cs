namespace Eval.Sandboxes.Compiler.Frames;

/// <summary>A file to be compiled.</summary>
internal sealed record SourceText(string Name, string Text, bool IsTrusted);
