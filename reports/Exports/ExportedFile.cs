namespace Eval.Reports.Exports;

/// <summary>A file of an export.</summary>
/// <param name="Name">Its name without a folder.</param>
/// <param name="Text">What it holds: ASCII, lines end with a line feed.</param>
public sealed record ExportedFile(string Name, string Text);
