namespace Eval.Reports.Exports;

/// <summary>A policy in the form of another program.</summary>
/// <param name="Files">The files, the one to load first.</param>
/// <param name="Notes">What whoever deploys them must know, a sentence or two each.</param>
public sealed record PolicyExport(IReadOnlyList<ExportedFile> Files, IReadOnlyList<string> Notes)
{
    /// <summary>Gets what whoever deploys them must know, in printable ASCII: notes repeat names.</summary>
    public IReadOnlyList<string> Notes { get; } = [.. Notes.Select(PrintableAscii.From)];
}
