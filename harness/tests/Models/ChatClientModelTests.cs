using System.Runtime.CompilerServices;
using Eval.Harness.CommandLine;
using Eval.Harness.Configuration;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Providers;
using Eval.Harness.Redaction;
using Eval.Harness.Runs;
using Eval.Results.Records;
using Microsoft.Extensions.AI;

namespace Eval.Harness.Tests.Models;

public sealed class ChatClientModelTests
{
    private static readonly ModelSpec Spec = new()
    {
        Name = "m",
        RequestedModel = "m-1",
        Source = new ChatClientSource("mine", _ => throw new NotSupportedException()),
        Parameters = new ModelParameters { Temperature = 0.5, MaxTokens = 100, Seed = 7 },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_chat_client_can_be_asked()
    {
        var client = new Client(
            new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent("hm")]) { ModelId = "m-1-2026" },
            new ChatResponseUpdate(ChatRole.Assistant, "hel"),
            new ChatResponseUpdate(ChatRole.Assistant, "lo") { FinishReason = ChatFinishReason.Stop },
            new ChatResponseUpdate(ChatRole.Assistant,
                [new UsageContent(new UsageDetails { InputTokenCount = 11, OutputTokenCount = 5, CachedInputTokenCount = 4,
                ReasoningTokenCount = 2 })]));

        var completion = await new ChatClientModel(Spec, client, KeyGuard.None(), TimeProvider.System)
            .CompleteAsync(Request(sample: 2), Ct);

        Assert.Equal(("hello", "hm", "stop", "m-1-2026"),
            (completion.Text, completion.Reasoning, completion.FinishReason, completion.ServedModel));
        Assert.Equal((11, 5, 4, 2, false), (completion.Usage.InputTokens, completion.Usage.OutputTokens, completion.Usage.CachedInputTokens,
            completion.Usage.ReasoningTokens, completion.Usage.IsEstimated));
        Assert.True(completion.Timing.FirstReasoning <= completion.Timing.FirstContent);
        Assert.Equal(("m-1", 0.5f, 100, 9L),
            (client.Options!.ModelId, client.Options.Temperature, client.Options.MaxOutputTokens, client.Options.Seed));
    }

    [Fact]
    public async Task Tokens_that_a_client_does_not_tell_are_estimated_and_marked()
    {
        var completion = await new ChatClientModel(Spec, new Client(new ChatResponseUpdate(ChatRole.Assistant, "twelve chars")),
            KeyGuard.None(), TimeProvider.System).CompleteAsync(Request(), Ct);

        Assert.True(completion.Usage is { IsEstimated: true, OutputTokens: > 0 });
    }

    [Fact]
    public async Task Counts_that_no_reply_can_have_are_none_and_seeds_go_round()
    {
        var client = new Client(
            new ChatResponseUpdate(ChatRole.Assistant, "hello") { FinishReason = ChatFinishReason.Stop },
            new ChatResponseUpdate(ChatRole.Assistant,
                [new UsageContent(new UsageDetails { InputTokenCount = long.MaxValue, OutputTokenCount = -5,
                CachedInputTokenCount = 1L << 40, ReasoningTokenCount = long.MinValue })]));

        var completion = await new ChatClientModel(Spec with { Parameters = new ModelParameters { Seed = long.MaxValue } }, client,
            KeyGuard.None(), TimeProvider.System).CompleteAsync(Request(sample: 1), Ct);

        Assert.True(completion.Usage is { IsEstimated: true, InputTokens: > 0 and < 100, OutputTokens: > 0 and < 100,
            CachedInputTokens: null, ReasoningTokens: null });
        Assert.Equal(long.MinValue, client.Options!.Seed);
    }

    [Fact]
    public async Task A_client_that_throws_is_a_failure_of_the_provider()
    {
        var failure = await Assert.ThrowsAsync<ModelCallException>(() => new ChatClientModel(Spec, new Client(), KeyGuard.None(),
            TimeProvider.System).CompleteAsync(Request(), Ct));

        Assert.Equal((ModelCallFailure.Provider, "mine: nothing to say"), (failure.Failure, failure.Message));
    }

    [Fact]
    public async Task A_client_of_ones_own_is_named_in_the_configuration()
    {
        var (models, mistakes) = ModelResolver.Resolve(new ModelOptions(["mine/parrot"], new SamplingOptions(), AreAsked: true),
            Config("Eval.Harness.Tests.Models.Parrots"), null, _ => null);
        Assert.Empty(mistakes);
        await using var set = await ModelSet.CreateAsync(models, new ModelSetOptions(), null, TimeProvider.System, Ct);

        Assert.Equal("parrot says hi", (await set.ByName["mine/parrot"].CompleteAsync(Request(), Ct)).Text);
    }

    [Fact]
    public void A_client_that_is_not_there_is_told_with_what_is_needed()
    {
        var (_, mistakes) = ModelResolver.Resolve(new ModelOptions(["mine/parrot"], new SamplingOptions(), AreAsked: true),
            Config("Nothing"), null, _ => null);

        Assert.Contains("has no type Nothing with a method 'public static IChatClient Create(string model)'", Assert.Single(mistakes),
            StringComparison.Ordinal);
    }

    private static EvalConfig Config(string type) => new()
    {
        Providers = new Dictionary<string, ProviderConfig> { ["mine"] = new() { ChatClient = typeof(ChatClientModelTests).Assembly.Location
            + ":" + type } },
    };

    private static ModelRequest Request(int sample = 0) =>
        new() { Messages = [new Eval.Harness.Models.ChatMessage("user", "hi")], Sample = sample };

    /// <summary>Yields what it is given; throws when that is nothing.</summary>
    internal sealed class Client(params ChatResponseUpdate[] updates) : IChatClient
    {
        public ChatOptions? Options { get; private set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null,
            CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null,
                [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Options = options;
            await Task.Yield();
            if (updates.Length == 0)
            {
                throw new InvalidOperationException("nothing to say");
            }

            foreach (var update in updates)
            {
                yield return update;
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}

/// <summary>What a user's own assembly would hold.</summary>
public static class Parrots
{
    public static IChatClient Create(string model) =>
        new ChatClientModelTests.Client(new ChatResponseUpdate(ChatRole.Assistant, model + " says hi"));
}
