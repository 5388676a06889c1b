namespace Eval.Sandboxes.Processes;

/// <summary>How a program is started.</summary>
/// <param name="File">The program, with its whole path.</param>
/// <param name="Arguments">What follows its name.</param>
/// <param name="Environment">All of its environment.</param>
/// <param name="Folder">Where it runs; null for where this process does.</param>
/// <param name="User">Whom it runs as; null for the user of this process.</param>
internal sealed record ProgramStart(
    string File, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string? Folder = null, int? User = null);
