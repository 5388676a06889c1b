using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Issues;

/// <summary>A model that says what it was told to, whatever it is asked.</summary>
internal sealed class ScriptedModel(params string[] replies) : IModel
{
    private static readonly Dictionary<string, ModelCallFailure> Failures = new()
    {
        ["fail"] = ModelCallFailure.Provider, ["too long"] = ModelCallFailure.ContextWindow, ["rejected"] = ModelCallFailure.Prompt,
            ["no key"] = ModelCallFailure.Configuration,
    };

    public ModelSpec Spec { get; } = new()
    {
        Name = "scripted",
        RequestedModel = "scripted",
        Source = new EndpointSource(new ProviderSpec { Name = "test", BaseUrl = new Uri("http://127.0.0.1/") }),
        Price = new Price { InputUsdPerMillionTokens = 1000, OutputUsdPerMillionTokens = 10_000, AsOf = new DateOnly(2026, 1, 1),
            Source = "test" },
    };

    /// <summary>What it was asked, call by call.</summary>
    public List<IReadOnlyList<ChatMessage>> Asked { get; } = [];

    public Task<Completion> CompleteAsync(ModelRequest request, CancellationToken ct)
    {
        Asked.Add([.. request.Messages]);
        var reply = replies[Math.Min(Asked.Count, replies.Length) - 1];
        return Failures.TryGetValue(reply, out var failure)
            ? throw new ModelCallException(failure, reply)
            : Task.FromResult(new Completion
            {
                Text = reply,
                FinishReason = "stop",
                Usage = new Usage { InputTokens = 100, OutputTokens = 10 },
                Timing = new Timing { StartedAt = DateTimeOffset.UnixEpoch.AddSeconds(Asked.Count),
                    FirstContent = TimeSpan.FromMilliseconds(100 * Asked.Count), Total = TimeSpan.FromSeconds(1) },
            });
    }
}
