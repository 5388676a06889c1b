using Microsoft.Playwright;

namespace Eval.Reports.Tests.Html;

/// <summary>A report open in the browser.</summary>
internal sealed class OpenReport : IAsyncDisposable
{
    public OpenReport(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Problems.Add("console: " + message.Text);
            }
        };
        page.PageError += (_, error) => Problems.Add("error: " + error);
        page.Dialog += (_, dialog) =>
        {
            Problems.Add("dialog: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Gets console errors, script errors and dialogs.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Gets every address that was asked for.</summary>
    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();

    /// <summary>Fails when anything happened that must not: errors, dialogs, policy violations, the network.</summary>
    public async Task AssertQuietAsync()
    {
        Assert.Empty(Problems);
        Assert.Empty(await Page.EvaluateAsync<string[]>("violations"));
        Assert.DoesNotContain(Requests, url => !url.StartsWith("file:", StringComparison.Ordinal)
            && !url.StartsWith("blob:", StringComparison.Ordinal));
    }

    /// <summary>Returns the text of one column of the table of attempts, in the order shown.</summary>
    public async Task<IReadOnlyList<string>> ColumnAsync(string name) => await Page.Locator($"#rows .c-{name}").AllInnerTextsAsync();

    /// <summary>Chooses a filter and waits for the count to follow.</summary>
    public async Task FilterAsync(string field, string value, string count)
    {
        if (field == "text")
        {
            await Page.FillAsync("#f-text", value);
        }
        else
        {
            await Page.SelectOptionAsync("#f-" + field, value);
        }

        await Assertions.Expect(Page.Locator("#count")).ToHaveTextAsync(count);
    }

    public Task SortAsync(string column) => Page.ClickAsync($"[data-sort={column}]");

    public async Task<string> DetailAsync()
    {
        await Assertions.Expect(Page.Locator("#detail-body .facts")).ToBeVisibleAsync();
        return await Page.InnerTextAsync("#detail");
    }
}
