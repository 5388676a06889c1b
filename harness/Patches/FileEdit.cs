namespace Eval.Harness.Patches;

/// <summary>One piece of a file that is to be replaced.</summary>
/// <param name="Path">The file, relative to the repository's root.</param>
/// <param name="Search">The lines as they are; empty to make a new file.</param>
/// <param name="Replacement">The lines as they shall be.</param>
internal sealed record FileEdit(string Path, string Search, string Replacement);
