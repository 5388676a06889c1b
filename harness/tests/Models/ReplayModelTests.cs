using Eval.Harness.CommandLine;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Redaction;
using Eval.Harness.Tests.Issues;

namespace Eval.Harness.Tests.Models;

public sealed class ReplayModelTests : IDisposable
{
    private const string Stream =
        "data: {\"model\":\"served\",\"choices\":[{\"delta\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("eval-record").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_recorded_is_answered_again_without_the_endpoint_and_marked_as_cached()
    {
        var (spec, recorded) = await RecordAsync();

        var replay = await ReplayModel.OpenAsync(spec, _folder, KeyGuard.None(), Ct);
        var again = await replay.CompleteAsync(Request("hi"), Ct);

        Assert.Equal(recorded with { IsCached = true }, again);
        Assert.Equal(("hello", "served", 2), (again.Text, again.ServedModel, again.Usage.OutputTokens));
    }

    [Fact]
    public async Task A_request_that_was_not_recorded_is_a_failure_that_names_the_file()
    {
        var (spec, _) = await RecordAsync();
        var replay = await ReplayModel.OpenAsync(spec, _folder, KeyGuard.None(), Ct);

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => replay.CompleteAsync(Request("something else"), Ct));

        Assert.Contains(_folder, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_record_holds_no_key()
    {
        await RecordAsync();

        Assert.All(Directory.EnumerateFiles(_folder),
            file => Assert.DoesNotContain("sk-secret", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_record_is_named_by_file_and_line()
    {
        var (spec, _) = await RecordAsync();
        var file = Directory.EnumerateFiles(_folder).Single();
        await File.AppendAllTextAsync(file, "{\"RequestHash\":", Ct);

        var mistake = await Assert.ThrowsAsync<UsageException>(() => ReplayModel.OpenAsync(spec, _folder, KeyGuard.None(), Ct));

        Assert.Contains($"{file}, line 2", mistake.Mistakes[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_of_a_conversation_is_found_again_whatever_commands_have_printed()
    {
        var model = new ScriptedModel("first", "second", "too long");
        using (var recording = new RecordingModel(model, _folder))
        {
            await recording.CompleteAsync(Turn(), Ct);
            await recording.CompleteAsync(Turn("passed in 0.31 s"), Ct);
            await Assert.ThrowsAsync<ModelCallException>(() => recording.CompleteAsync(Turn("passed in 0.31 s", "12:00"), Ct));
        }

        var replay = await ReplayModel.OpenAsync(model.Spec, _folder, KeyGuard.None(), Ct);

        Assert.Equal("second", (await replay.CompleteAsync(Turn("passed in 0.28 s"), Ct)).Text);
        var refusal = await Assert.ThrowsAsync<ModelCallException>(() => replay.CompleteAsync(Turn("passed in 0.28 s", "12:01"), Ct));
        Assert.Equal((ModelCallFailure.ContextWindow, "too long"), (refusal.Failure, refusal.Message));
        await Assert.ThrowsAsync<ModelCallException>(() => replay.CompleteAsync(Turn("passed in 0.28 s") with { Sample = 1 }, Ct));
    }

    /// <summary>What an agent asks after its commands have printed something.</summary>
    private static ModelRequest Turn(params string[] printed)
    {
        string[] said = ["first", "second"];
        return new ModelRequest
        {
            Messages =
            [
                new ChatMessage("user", "an issue"),
                .. printed.SelectMany((output, turn) => new[] { new ChatMessage("assistant", said[turn]),
                    new ChatMessage("user", output) }),
            ],
        };
    }

    private async Task<(ModelSpec Spec, Completion Recorded)> RecordAsync()
    {
        await using var server = new ScriptedServer(ScriptedServer.Stream(Stream));
        await using var saturation = new SaturationProbe();
        using var client = HttpConnections.Create(server.BaseUrl, KeyGuard.None());
        var provider = new ProviderSpec { Name = "test", BaseUrl = server.BaseUrl, ApiKeyVariable = "TEST_KEY",
            ApiKey = new Secret("sk-secret-0123456789") };
        var spec = new ModelSpec { Name = "test/m", RequestedModel = "m", Source = new EndpointSource(provider) };
        using var recording = new RecordingModel(new OpenAiModel(spec, client, saturation, TimeProvider.System), _folder);
        return (spec, await recording.CompleteAsync(Request("hi"), Ct));
    }

    private static ModelRequest Request(string text) => new() { Messages = [new ChatMessage("user", text)] };
}
