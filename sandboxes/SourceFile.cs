namespace Eval.Sandboxes;

/// <summary>A file of a program to be compiled and run.</summary>
/// <param name="Name">The file's name, as it appears in diagnostics.</param>
/// <param name="Text">The source text.</param>
/// <param name="IsTrusted">Whether it is the harness's own; only such a file may declare the namespaces that drivers rely on. Default:
/// no.</param>
public sealed record SourceFile(string Name, string Text, bool IsTrusted = false);
