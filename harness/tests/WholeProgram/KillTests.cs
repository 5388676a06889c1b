using Eval.Datasets;
using Eval.Harness.Prompts;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.WholeProgram;

public sealed class KillTests : IDisposable
{
    private const int Connections = 2;
    private static readonly string[] Models = ["a", "b"];
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(10, Explicit = true)]
    public async Task Kills_at_random_moments_lose_no_attempt_and_repeat_no_stored_call(int kills)
    {
        var ct = TestContext.Current.CancellationToken;
        var prompts = await DatasetCatalog.BesideProgram.OpenAsync("csharp", ct);
        var promptOf = await prompts.ReadAsync(ct).Cast<FunctionTask>()
            .ToDictionaryAsync(task => task.Id, PromptBuilder.UserMessage, cancellationToken: ct);
        var planned = promptOf.Count * Models.Length;
        await using var endpoint = new CountingEndpoint { ThinkingTime = TimeSpan.FromMilliseconds(300) };
        await endpoint.StartAsync();
        _eval.Environment["OPENAI_BASE_URL"] = endpoint.BaseUrl;
        _eval.Environment["OPENAI_API_KEY"] = "none";

        var seen = new List<(AttemptKey Key, int Calls)>();
        for (var kill = 0; kill < kills; kill++)
        {
            using var process = kill == 0
                ? _eval.Start("--models", string.Join(',', Models), "--max-connections", $"{Connections}")
                : _eval.Start("--resume", "latest");
            var stored = seen.Count == 0 ? 0 : -1;
            var calls = endpoint.Calls;
            await UntilAsync(async () => process.HasExited || (endpoint.Calls > calls && (await StoredAsync(ct)).Count > stored), ct);
            await Task.Delay(Random.Shared.Next(2000), ct);
            process.Kill();
            await process.WaitForExitAsync(ct);
            seen.AddRange((await StoredAsync(ct)).Select(key => (key, endpoint.CallsOf(key.Model, promptOf[key.TaskId]))));
        }

        var result = await _eval.RunAsync("--resume", "latest");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.NotEmpty(seen);
        Assert.Equal(planned, (await StoredAsync(ct)).Distinct().Count());
        Assert.Equal(1 + planned, File.ReadLines(Path.Combine(_eval.RunFolder, "attempts.csv")).Count());
        Assert.All(seen, stored => Assert.Equal(stored.Calls, endpoint.CallsOf(stored.Key.Model, promptOf[stored.Key.TaskId])));
        // What a kill caught under way is asked again, and nothing else.
        Assert.InRange(endpoint.Calls, planned, planned + (kills * Connections * Models.Length));
        TestContext.Current.SendDiagnosticMessage(
            $"{endpoint.Calls} calls for {planned} attempts, {seen.Count} attempts seen stored at {kills} kills");
    }

    /// <summary>Waits, however slow this machine is.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isSo, CancellationToken ct)
    {
        while (!await isSo())
        {
            await Task.Delay(20, ct);
        }
    }

    /// <summary>Returns the attempts whose reply the store holds, scored or not.</summary>
    private async Task<List<AttemptKey>> StoredAsync(CancellationToken ct)
    {
        await using var store = await RunStore.OpenReadOnlyAsync(Path.Combine(_eval.Folder, "runs"), ct);
        var run = Assert.Single(await store.ListRunsAsync(ct)).Id;
        return await store.ReadAttemptsAsync(run, withTexts: false, ct).Concat(store.ReadUnscoredAsync(run, ct))
            .Select(attempt => attempt.Key).ToListAsync(ct);
    }
}
