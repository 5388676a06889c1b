namespace Eval.Reports;

/// <summary>Writes one kind of file into a run's folder. Writing again replaces.</summary>
public interface IReport
{
    /// <summary>Writes the files.</summary>
    Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct);
}
