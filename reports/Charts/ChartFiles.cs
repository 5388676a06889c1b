using System.Text;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Charts;

/// <summary>Writes <c>charts/*.svg</c>, light and dark, and <c>charts/*.png</c>.</summary>
public sealed class ChartFiles : IReport
{
    /// <summary>The folder's name.</summary>
    public const string Folder = "charts";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public async Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        var folder = output.CreateSubdirectory(Folder);
        foreach (var picture in Pictures(input))
        {
            ct.ThrowIfCancellationRequested();
            var path = Path.Combine(folder.FullName, picture.Name);
            await File.WriteAllTextAsync(path + ".svg", picture.Svg(ChartTheme.Light), Utf8, ct);
            await File.WriteAllTextAsync(path + "-dark.svg", picture.Svg(ChartTheme.Dark), Utf8, ct);
            await File.WriteAllBytesAsync(path + ".png", picture.Png(ChartTheme.Light), ct);
        }
    }

    /// <summary>Returns the charts of a run.</summary>
    internal static IReadOnlyList<ChartPicture> Pictures(ReportInput input) =>
        [PassRateChart.Create(input), CostQualityChart.Create(input), TtftChart.Create(input),
            .. new[] { PolicyPlaneChart.Create(input), TrendChart.Create(input) }.OfType<ChartPicture>()];

    /// <summary>Returns what every title of a run with simulated models ends in.</summary>
    internal static string SimulatedMark(Run run) => !run.IsSimulated ? ""
        : run.Models.All(model => model.IsSimulated) ? "  —  simulated" : "  —  partly simulated";
}
