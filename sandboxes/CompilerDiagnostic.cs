namespace Eval.Sandboxes;

/// <summary>An error of the compiler.</summary>
/// <param name="Id">The compiler's code, for instance <c>CS1061</c>; <c>EVAL0001</c> when the compiler ran into its own limits.</param>
/// <param name="Message">The text.</param>
/// <param name="File">The source file's name.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record CompilerDiagnostic(string Id, string Message, string File, int Line, int Column);
