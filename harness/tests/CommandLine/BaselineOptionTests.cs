using Eval.Harness.CommandLine;
using Eval.Harness.Options;
using Eval.Harness.Tests.Nightly;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.CommandLine;

public sealed class BaselineOptionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-baseline");
    private readonly List<string> _mistakes = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("latest")]
    public async Task What_names_no_run_stays_as_it_is(string? baseline)
    {
        var options = new RunOptions { Baseline = baseline, Out = _folder.FullName };

        Assert.Same(options, await BaselineOption.ResolveAsync(options, _mistakes, Ct));
        Assert.Empty(_mistakes);
    }

    [Fact]
    public async Task A_runs_folder_becomes_its_id()
    {
        await StoreAsync("monday");

        var options = await BaselineOption.ResolveAsync(
            new RunOptions { Baseline = Path.Combine(_folder.FullName, "monday") + "/", Out = _folder.FullName }, _mistakes, Ct);

        Assert.Equal("monday", options.Baseline);
    }

    [Fact]
    public async Task A_name_that_is_no_run_is_a_mistake_beside_all_others()
    {
        await StoreAsync("monday");

        var options = await BaselineOption.ResolveAsync(new RunOptions { Baseline = "sunday", Out = _folder.FullName }, _mistakes, Ct);

        Assert.Null(options.Baseline);
        Assert.StartsWith("--baseline sunday: ", Assert.Single(_mistakes), StringComparison.Ordinal);
        Assert.Contains("monday", _mistakes[0], StringComparison.Ordinal);
    }

    private async Task StoreAsync(string id)
    {
        await using var store = await RunStore.OpenAsync(_folder.FullName, Ct);
        await store.CreateRunAsync(ANight.Create(id, ANight.Start), Ct);
    }
}
