using System.Text;
using Eval.Results;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Eval.Reports.Html;

/// <summary>
/// Writes <c>report.html</c>: one page that needs nothing else. Only the texts of large runs lie beside it, in <c>report-details</c>.
/// </summary>
public sealed class HtmlReport : IReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "report.html";

    /// <summary>The folder beside it that texts of large runs move to.</summary>
    public const string DetailsFolder = AttemptDetails.Folder;

    private const string BodyEnd = "</body></html>";

    private readonly int _detailsInPageBytes;

    /// <summary>Creates the report.</summary>
    /// <param name="detailsInPageBytes">How large the compressed texts may be before they move to files beside the page.</param>
    public HtmlReport(int detailsInPageBytes = 8 * 1024 * 1024)
    {
        _detailsInPageBytes = detailsInPageBytes;
    }

    /// <inheritdoc/>
    public async Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        output.Create();
        using var details = await AttemptDetails.CreateAsync(input, output, _detailsInPageBytes, ct);
        var page = await RenderAsync(new ReportModel(input, details.AreInFiles));
        var index = new AttemptIndex(input.Attempts, input.Run).Pack(details);

        var path = Path.Combine(output.FullName, FileName);
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await writer.WriteAsync(page.AsMemory(0, page.Length - BodyEnd.Length), ct);
        await WriteDataAsync(writer, "attempts-data", index, ct);
        for (var i = 0; i < details.InPage.Count; i++)
        {
            await WriteDataAsync(writer, $"details-{i}", details.InPage[i], ct);
        }

        await writer.WriteAsync($"<script>{PageAssets.Script}</script>\n{BodyEnd}\n".AsMemory(), ct);
    }

    // Base64 only: nothing of a model or data set stands in the page's source as itself.
    private static async Task WriteDataAsync(StreamWriter writer, string id, string packed, CancellationToken ct)
    {
        await writer.WriteAsync($"<script type=\"text/plain\" id=\"{id}\">".AsMemory(), ct);
        await writer.WriteAsync(packed.AsMemory(), ct);
        await writer.WriteAsync("</script>\n".AsMemory(), ct);
    }

    private static async Task<string> RenderAsync(ReportModel model)
    {
        await using var services = new ServiceCollection().AddSingleton(model).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<ReportPage>()).ToHtmlString());
        html = html.TrimEnd();
        return html.EndsWith(BodyEnd, StringComparison.Ordinal)
            ? "<!doctype html>\n" + html
            : throw new InvalidOperationException("The page does not end where its data begins.");
    }
}
