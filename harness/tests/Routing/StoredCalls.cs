using Eval.Harness.Models;
using Eval.Harness.Routing;
using Eval.Results.Records;
using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Routing;

/// <summary>Calls that come to what is stored of one sample of a task, in the time that it took.</summary>
internal sealed class StoredCalls(RoutedTask task, int sample, TimeProvider time) : IPolicyCalls<OutcomeCell>
{
    public const decimal UsdPerToken = 0.001m;

    public async Task<CallAnswer<OutcomeCell>> AskAsync(string model, CallOptions options, CancellationToken ct)
    {
        var cells = task.Cells[model];
        var cell = cells[(sample + options.Repeat) % cells.Count];
        var took = TimeSpan.FromMilliseconds(cell.LatencyMs!.Value);
        await Task.Delay(took, time, ct);
        var usage = new Usage { OutputTokens = (int)cell.OutputTokens!.Value };
        return cell.IsAnswered
            ? new CallAnswer<OutcomeCell>(cell) { Latency = took, FirstContent = TimeSpan.FromMilliseconds(cell.TtftMs!.Value),
                Usage = usage, CostUsd = (decimal)cell.CostUsd!.Value }
            : throw new ModelCallException(ModelCallFailure.Provider, $"{model} failed") { Status = 503, Took = took,
                BilledFailures = [usage] };
    }

    public Task<Verification> VerifyAsync(Verifier verifier, OutcomeCell answer, CancellationToken ct) => Task.FromResult(new Verification(
        (verifier.Runs ?? verifier.Kind) switch
        {
            VerifierKind.PublicTests => answer.PublicTestsPassed == true,
            VerifierKind.Build => answer.Builds,
            _ => throw new ArgumentOutOfRangeException(nameof(verifier)),
        },
        TimeSpan.FromMilliseconds(answer.ExecutionMs!.Value)));

    public Task<string?> CodeOfAsync(OutcomeCell answer, CancellationToken ct) => Task.FromResult(answer.Fingerprint?.ToString());

    public decimal? CostOf(string model, Usage usage) => usage.OutputTokens * UsdPerToken;
}
