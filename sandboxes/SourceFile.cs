namespace Eval.Sandboxes;

/// <summary>A file of a program to be compiled and run.</summary>
/// <param name="Name">The file's name, as it appears in diagnostics.</param>
/// <param name="Text">The source text.</param>
public sealed record SourceFile(string Name, string Text);
