using Eval.Harness.Models;
using Eval.Results.Records;
using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Harness.Routing;

/// <summary>
/// Executes a policy for one request. Times are composed as a policy is evaluated from stored runs: what was waited for is added up, call
/// by call, so that waiting for a place of ours is in none of them.
/// </summary>
/// <remarks>
/// A stage of a cascade that gives no answer is treated like one whose answer is not accepted: the next one is asked, as the exported
/// gateways do and as the evaluation assumes. Only a mistake of configuration (401, 404, …) ends the request: passed over, it would send
/// everything to the last stage unseen.
/// </remarks>
internal sealed class PolicyExecutor<TAnswer>(IPolicyCalls<TAnswer> calls, Random random, TimeProvider time)
{
    private static readonly TimeSpan LongestFirstWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(10);
    private readonly CallLog _log = new();

    /// <summary>The calls that were made so far.</summary>
    public PolicyPath Path => _log.Path;

    /// <param name="policy">A policy whose choices have been made; see <see cref="PolicyChoice"/>.</param>
    /// <param name="ct">Drops all calls.</param>
    public async Task<PolicyOutcome<TAnswer>> RunAsync(RoutingPolicy policy, CancellationToken ct)
    {
        var part = await RunAsync(policy, CallOptions.Usual, TimeSpan.Zero, ct);
        if (part.Answer is { } answer)
        {
            _log.Served(part.Call);
            // Nobody says what a dropped call wrote: at most about as much as the answer that was finished before it.
            _log.CountDropped(answer.Usage, model => calls.CostOf(model, answer.Usage));
        }

        return new PolicyOutcome<TAnswer> { Answer = part.Answer, Failure = part.Failure, Latency = part.Took, Before = part.Before,
            IsBuffered = part.IsBuffered, Path = _log.Path };
    }

    private Task<PolicyPart<TAnswer>> RunAsync(RoutingPolicy policy, CallOptions options, TimeSpan start, CancellationToken ct) =>
        policy switch
    {
        SinglePolicy single => AskAsync(single.Model, options, start, ct),
        FailoverPolicy failover => FailoverAsync(failover, options, start, ct),
        CascadePolicy cascade => CascadeAsync(cascade, options, start, ct),
        HedgePolicy hedge => HedgeAsync(hedge, options with { IsWhole = true }, start, ct),
        _ => throw new ArgumentException($"{policy.GetType().Name} is to be chosen from before it is executed.", nameof(policy)),
    };

    private async Task<PolicyPart<TAnswer>> AskAsync(string model, CallOptions options, TimeSpan start, CancellationToken ct)
    {
        var call = _log.Begin(model, start);
        var began = time.GetTimestamp();
        try
        {
            var answer = await calls.AskAsync(model, options, ct);
            _log.Answered(call, answer);
            return new PolicyPart<TAnswer>(answer.Latency) { Answer = answer, Call = call };
        }
        catch (ModelCallException e)
        {
            var took = e.Took ?? time.GetElapsedTime(began);
            _log.Failed(call, e, took, Cost(model, e.BilledFailures));
            return new PolicyPart<TAnswer>(took) { Failure = e, Call = call };
        }
        catch (OperationCanceledException)
        {
            _log.Cancelled(call, time.GetElapsedTime(began));
            throw;
        }
    }

    private decimal? Cost(string model, IReadOnlyList<Usage> billed)
    {
        var costs = billed.Select(usage => calls.CostOf(model, usage)).ToList();
        return costs.Contains(null) ? null : costs.Sum() ?? 0;
    }

    private async Task<PolicyPart<TAnswer>> FailoverAsync(FailoverPolicy policy, CallOptions options, TimeSpan start, CancellationToken ct)
    {
        var before = TimeSpan.Zero;
        options = options with { IsTriedOnce = true, AnswerWithin = policy.Timeout };
        for (var at = 0; ; at++)
        {
            for (var tries = 0; ; tries++)
            {
                var part = (await RunAsync(policy.Policies[at], options, start + before, ct)).After(before);
                if (part.Failure is not { } failure || !policy.GoesOn(failure)
                    || (at == policy.Policies.Count - 1 && tries == policy.Retries))
                {
                    return part;
                }

                before = part.Took;
                if (tries == policy.Retries)
                {
                    break;
                }

                var wait = Wait(failure, tries);
                await Task.Delay(wait, time, ct);
                before += wait;
            }
        }
    }

    /// <summary>As long as the endpoint asks for, where that is acceptable; else a little, longer each time.</summary>
    private TimeSpan Wait(ModelCallException failure, int tries)
    {
        double share;
        lock (random)
        {
            share = random.NextDouble();
        }

        return failure.RetryAfter is { } asked && asked < MaxTimeout
            ? asked : LongestFirstWait * share * Math.Min(8, 1 << Math.Min(tries, 3));
    }

    private async Task<PolicyPart<TAnswer>> CascadeAsync(CascadePolicy policy, CallOptions options, TimeSpan start, CancellationToken ct)
    {
        var before = TimeSpan.Zero;
        foreach (var stage in policy.Stages.SkipLast(1))
        {
            var (part, agreement) = await AnswerAsync(stage, options with { IsWhole = true }, start + before, ct);
            if (part.Failure is { Failure: ModelCallFailure.Configuration })
            {
                return part.After(before);
            }

            var verification = await VerifyAsync(stage, part, agreement, ct);
            part = part.After(before);
            if (verification.IsAccepted)
            {
                return part with { Took = part.Took + verification.Took, IsBuffered = true };
            }

            before = part.Took + verification.Took;
        }

        return (await RunAsync(policy.Stages[^1].Policy, options, start + before, ct)).After(before);
    }

    /// <summary>Asks a stage, several times at once where its answers are to be compared; the most frequent answer stands for it.</summary>
    private async Task<(PolicyPart<TAnswer> Part, double? Agreement)> AnswerAsync(CascadeStage stage, CallOptions options, TimeSpan start,
        CancellationToken ct)
    {
        if (stage.Consistency is not { } consistency)
        {
            return (await RunAsync(stage.Policy, options, start, ct), null);
        }

        var parts = await Task.WhenAll(Enumerable.Range(0, consistency.Samples)
            .Select(repeat => RunAsync(stage.Policy, options with { Repeat = repeat }, start, ct)));
        var took = parts.Max(part => part.Took);
        var codes = await Task.WhenAll(parts.Select(async part => part.Answer is { } answer
            && await calls.CodeOfAsync(answer.Answer, ct) is { } code ? AnswerFingerprint.Compute(code) : null));

        // An answer without code, like none, agrees with nobody.
        var mostFrequent = Enumerable.Range(0, parts.Length).Where(index => codes[index] is not null).GroupBy(index => codes[index])
            .MaxBy(group => group.Count());
        var served = mostFrequent?.First() ?? Array.FindIndex(parts, part => part.Answer is not null);
        return (parts[Math.Max(0, served)] with { Took = took }, (double)(mostFrequent?.Count() ?? 0) / parts.Length);
    }

    private async Task<Verification> VerifyAsync(CascadeStage stage, PolicyPart<TAnswer> part, double? agreement, CancellationToken ct)
    {
        if (part.Answer is not { } answer)
        {
            return Verification.Refused;
        }

        var took = TimeSpan.Zero;
        foreach (var verifier in stage.Verify)
        {
            var found = verifier.Kind switch
            {
                VerifierKind.SelfConsistency => new Verification(agreement >= verifier.Agreement - 1e-9),
                VerifierKind.Effort => new Verification(Effort(verifier.Column, answer) <= verifier.Max),
                _ => await calls.VerifyAsync(verifier, answer.Answer, ct),
            };
            took += found.Took;
            if (!found.IsAccepted)
            {
                _log.Verified(part.Call, false, verifier.ToString(), took);
                return new Verification(false, took);
            }
        }

        _log.Verified(part.Call, true, string.Join(" and ", stage.Verify), took);
        return new Verification(true, took);
    }

    private static double? Effort(EffortColumn column, CallAnswer<TAnswer> answer) => column switch
    {
        EffortColumn.OutputTokens => answer.Usage.OutputTokens,
        EffortColumn.CostUsd => (double?)answer.CostUsd,
        _ => answer.Latency.TotalMilliseconds,
    };

    private async Task<PolicyPart<TAnswer>> HedgeAsync(HedgePolicy policy, CallOptions options, TimeSpan start, CancellationToken ct)
    {
        using var drop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var open = new List<Task<PolicyPart<TAnswer>>> { RunAsync(policy.Primary, options, start, drop.Token) };
        try
        {
            var waited = policy.Delay;
            if (await Task.WhenAny(open[0], Task.Delay(policy.Delay, time, drop.Token)) == open[0])
            {
                var first = await open[0];
                if (first.Failure is null)
                {
                    return first with { IsBuffered = true };
                }

                // One that has failed already is not waited for.
                waited = first.Took;
            }

            ct.ThrowIfCancellationRequested();
            open.Add(AfterAsync(waited, RunAsync(policy.Backup, options, start + waited, drop.Token)));
            var failed = TimeSpan.Zero;
            for (var racing = open.ToList(); ;)
            {
                var finished = await Task.WhenAny(racing);
                racing.Remove(finished);
                var part = await finished;
                if (part.Failure is null || racing.Count == 0)
                {
                    return part with { Took = part.Failure is null
                        ? part.Took : TimeSpan.FromTicks(Math.Max(part.Took.Ticks, failed.Ticks)), IsBuffered = true };
                }

                failed = part.Took;
            }
        }
        finally
        {
            await drop.CancelAsync();
            await Task.WhenAll(open.Select(call => ((Task)call)
                .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)));
        }
    }

    private static async Task<PolicyPart<TAnswer>> AfterAsync(TimeSpan waited, Task<PolicyPart<TAnswer>> part) =>
        (await part).After(waited);
}
