using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Routing;

/// <summary>Keeps what becomes of the calls of a request. Calls may race. Thread-safe.</summary>
internal sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly List<PolicyCall> _calls = [];

    public PolicyPath Path
    {
        get
        {
            lock (_gate)
            {
                return new PolicyPath { Calls = [.. _calls] };
            }
        }
    }

    /// <summary>Returns the number of the call.</summary>
    public int Begin(string model, TimeSpan start)
    {
        lock (_gate)
        {
            _calls.Add(new PolicyCall { Model = model, StartMs = Milliseconds(start), Outcome = PolicyCallOutcome.Cancelled });
            return _calls.Count - 1;
        }
    }

    public void Answered<TAnswer>(int call, CallAnswer<TAnswer> answer) => Change(call, kept => kept with
    {
        Outcome = PolicyCallOutcome.Answered,
        LatencyMs = Milliseconds(answer.Latency),
        TtftMs = answer.FirstContent is { } first ? Milliseconds(first) : null,
        InputTokens = answer.Usage.InputTokens,
        OutputTokens = answer.Usage.OutputTokens,
        IsEstimated = answer.Usage.IsEstimated,
        CostUsd = answer.CostUsd,
    });

    public void Failed(int call, ModelCallException failure, TimeSpan took, decimal? costUsd) => Change(call, kept => kept with
    {
        Outcome = PolicyCallOutcome.Failed, Status = failure.Status, Error = failure.Message, LatencyMs = Milliseconds(took),
            CostUsd = costUsd,
    });

    public void Cancelled(int call, TimeSpan took) => Change(call, kept => kept with { LatencyMs = Milliseconds(took) });

    public void Verified(int call, bool isAccepted, string by, TimeSpan took) => Change(call, kept => kept with
    {
        IsAccepted = isAccepted, VerifiedBy = by, VerificationMs = Milliseconds(took),
    });

    public void Served(int call) => Change(call, kept => kept with { IsServed = true });

    /// <summary>Counts the calls that were dropped.</summary>
    public void CountDropped(Usage usage, Func<string, decimal?> cost)
    {
        lock (_gate)
        {
            for (var i = 0; i < _calls.Count; i++)
            {
                _calls[i] = _calls[i] is { Outcome: PolicyCallOutcome.Cancelled } dropped
                    ? dropped with { InputTokens = usage.InputTokens, OutputTokens = usage.OutputTokens, CostUsd = cost(dropped.Model),
                        IsEstimated = true }
                    : _calls[i];
            }
        }
    }

    private void Change(int call, Func<PolicyCall, PolicyCall> change)
    {
        lock (_gate)
        {
            _calls[call] = change(_calls[call]);
        }
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
