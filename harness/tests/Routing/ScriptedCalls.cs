using System.Collections.Concurrent;
using Eval.Harness.Models;
using Eval.Harness.Routing;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Routing;

/// <summary>
/// Calls whose answers, failures and times a test says beforehand: for each model what the first, the second, … call comes to.
/// </summary>
internal sealed class ScriptedCalls : IPolicyCalls<string>
{
    private readonly Dictionary<string, Queue<Func<CancellationToken, Task<CallAnswer<string>>>>> _script = [];

    public ConcurrentQueue<(string Model, CallOptions Options)> Asked { get; } = [];

    public ConcurrentQueue<string> Cancelled { get; } = [];

    public Func<Verifier, string, Verification> Verify { get; init; } = (_, _) => Verification.Refused;

    public decimal? UsdPerToken { get; init; } = 0.001m;

    public ScriptedCalls Answers(string model, string text, int ms = 10, int tokens = 10, int afterMs = 0)
    {
        Add(model, async ct =>
        {
            await Task.Delay(afterMs, ct);
            return new CallAnswer<string>(text)
            {
                Latency = TimeSpan.FromMilliseconds(ms), FirstContent = TimeSpan.FromMilliseconds(ms / 2.0),
                Usage = new Usage { InputTokens = 5, OutputTokens = tokens }, CostUsd = tokens * UsdPerToken,
            };
        });
        return this;
    }

    public ScriptedCalls Fails(string model, int? status, CallBreak at = CallBreak.None,
        ModelCallFailure failure = ModelCallFailure.Provider, int ms = 3, int afterMs = 0, int billedTokens = 0)
    {
        Add(model, async ct =>
        {
            await Task.Delay(afterMs, ct);
            throw new ModelCallException(failure, $"{model} failed")
            {
                Status = status, Break = at, Took = TimeSpan.FromMilliseconds(ms),
                    BilledFailures = billedTokens > 0 ? [new Usage { InputTokens = 1, OutputTokens = billedTokens }] : [],
            };
        });
        return this;
    }

    public async Task<CallAnswer<string>> AskAsync(string model, CallOptions options, CancellationToken ct)
    {
        Asked.Enqueue((model, options));
        Func<CancellationToken, Task<CallAnswer<string>>> next;
        lock (_script)
        {
            next = _script[model].Dequeue();
        }

        try
        {
            return await next(ct);
        }
        catch (OperationCanceledException)
        {
            Cancelled.Enqueue(model);
            throw;
        }
    }

    public Task<Verification> VerifyAsync(Verifier verifier, string answer, CancellationToken ct) =>
        Task.FromResult(Verify(verifier, answer));

    public Task<string?> CodeOfAsync(string answer, CancellationToken ct) => Task.FromResult(answer.Length == 0 ? null : answer);

    public decimal? CostOf(string model, Usage usage) => usage.OutputTokens * UsdPerToken;

    private void Add(string model, Func<CancellationToken, Task<CallAnswer<string>>> call)
    {
        if (!_script.TryGetValue(model, out var calls))
        {
            _script[model] = calls = [];
        }

        calls.Enqueue(call);
    }
}
