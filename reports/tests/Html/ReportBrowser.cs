using Eval.Reports.Html;
using Eval.Results;
using Microsoft.Playwright;

namespace Eval.Reports.Tests.Html;

/// <summary>A real browser that opens written reports from disk and notes everything that must not happen.</summary>
public sealed class ReportBrowser : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-report-");
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("EVAL_CHROMIUM") ?? "/usr/bin/chromium";
        if (!File.Exists(path))
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Writes a report into a folder of its own and returns it.</summary>
    public async Task<DirectoryInfo> WriteAsync(ReportInput results, int detailsInPageBytes = 8 << 20)
    {
        var folder = _folder.CreateSubdirectory(Guid.NewGuid().ToString("n"));
        await new HtmlReport(detailsInPageBytes).WriteAsync(results, folder, TestContext.Current.CancellationToken);
        return folder;
    }

    /// <summary>Writes and opens a report and waits until its table stands.</summary>
    internal async Task<OpenReport> OpenAsync(ReportInput results, int width = 1400, string hash = "", bool dark = false,
        int detailsInPageBytes = 8 << 20) =>
        await OpenAsync(await WriteAsync(results, detailsInPageBytes), width, hash, dark);

    internal async Task<OpenReport> OpenAsync(DirectoryInfo folder, int width = 1400, string hash = "", bool dark = false)
    {
        Require.That(_browser is not null, "needs Chromium (EVAL_CHROMIUM)");
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        var page = await context.NewPageAsync();
        var report = new OpenReport(page);
        await page.AddInitScriptAsync("window.violations = []; addEventListener('securitypolicyviolation', e => "
            + "violations.push(e.violatedDirective + ' ' + e.blockedURI));");
        await page.GotoAsync(new Uri(Path.Combine(folder.FullName, "report.html")).AbsoluteUri + hash);
        await page.WaitForSelectorAsync("html[data-ready]");
        return report;
    }
}
