using Eval.Reports.Routing.Policies;

namespace Eval.Reports.Routing.Evaluation;

/// <summary>
/// Follows a policy over measured outcomes as if it had been in force: nothing is simulated, every cost and time is that of a call that was made.
/// </summary>
public static class PolicyReplay
{
    private const int MostCombinations = 10_000;

    /// <summary>Returns the ways a task takes; <see langword="null"/> when the outcome of a model that may be asked is missing.</summary>
    /// <remarks>
    /// With several samples the first of one model goes with the first of another, and so on; if models have different numbers of samples, all
    /// combinations count equally.
    /// </remarks>
    public static IReadOnlyList<ReplayedPath>? Follow(RoutingPolicy policy, RoutedTask task, ReplayAssumptions assumptions) =>
        Follow(policy, [.. policy.Models], task, assumptions);

    /// <param name="policy">The policy.</param>
    /// <param name="models">Its models, which are the same for every task.</param>
    /// <param name="task">The task.</param>
    /// <param name="assumptions">What is taken for granted.</param>
    internal static IReadOnlyList<ReplayedPath>? Follow(RoutingPolicy policy, string[] models, RoutedTask task, ReplayAssumptions assumptions)
    {
        var counts = new List<(string Model, int Samples)>(models.Length);
        foreach (var model in models)
        {
            if (!task.Cells.TryGetValue(model, out var cells) || cells.Count == 0)
                return null;

            counts.Add((model, cells.Count));
        }

        var first = counts[0].Samples;
        var isAligned = counts.TrueForAll(count => count.Samples == first);
        var combinations = isAligned ? first : (int)Math.Min(MostCombinations, counts.Aggregate(1L, (product, count) => Math.Min(MostCombinations, product * count.Samples)));
        if (combinations == 1)
            return new Follower(task, assumptions, _ => 0).Follow(policy);

        var paths = new List<ReplayedPath>();
        for (var combination = 0; combination < combinations; combination++)
        {
            var sample = isAligned ? new Dictionary<string, int>() : Combination(counts, combination);
            var number = combination;
            paths.AddRange(new Follower(task, assumptions, model => isAligned ? number : sample[model]).Follow(policy)
                .Select(path => path with { Weight = path.Weight / combinations }));
        }

        return paths;
    }

    private static Dictionary<string, int> Combination(List<(string Model, int Samples)> counts, int number)
    {
        var chosen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (model, samples) in counts)
        {
            chosen[model] = number % samples;
            number /= samples;
        }

        return chosen;
    }

    /// <summary>Follows policies over one sample of each model.</summary>
    private sealed class Follower(RoutedTask task, ReplayAssumptions assumptions, Func<string, int> sampleOf)
    {
        public IReadOnlyList<ReplayedPath> Follow(RoutingPolicy policy) => policy switch
        {
            SinglePolicy single => [Single(single.Model)],
            ClassPolicy classes => Follow(classes.For(task.Feature(classes.Feature))),
            ThresholdPolicy threshold => Follow(threshold.For(task.Number(threshold.Score))),
            CascadePolicy cascade => Cascade(cascade, 0),
            FailoverPolicy failover => Failover(failover, 0),
            HedgePolicy hedge => Pairs(Follow(hedge.Primary), Follow(hedge.Backup), (primary, backup) => Hedged(primary, backup, hedge.Delay.TotalMilliseconds)),
            MixPolicy mix => [.. mix.Shares.SelectMany(share => Follow(share.Policy).Select(path => path with { Weight = path.Weight * share.Weight / mix.TotalWeight }))],
            _ => throw new ArgumentException($"{policy.GetType().Name} cannot be replayed.", nameof(policy)),
        };

        private ReplayedPath Single(string model)
        {
            var cells = task.Cells[model];
            var cell = cells[Math.Min(sampleOf(model), cells.Count - 1)];
            if (!cell.IsAnswered || assumptions.ModelsDown?.Contains(model) == true)
            {
                return new ReplayedPath
                {
                    Asked = [model],
                    CostUsd = cell.IsAnswered ? 0 : cell.CostUsd,
                    LatencyMs = (cell.IsAnswered ? null : cell.LatencyMs) ?? assumptions.DetectionMs,
                };
            }

            return new ReplayedPath { Asked = [model], Served = model, Answer = cell, CostUsd = cell.CostUsd, LatencyMs = cell.LatencyMs, TtftMs = cell.TtftMs };
        }

        private IReadOnlyList<ReplayedPath> Cascade(CascadePolicy cascade, int at)
        {
            var stage = cascade.Stages[at];
            var answers = Follow(stage.Policy);
            if (at == cascade.Stages.Count - 1)
                return answers;

            var paths = new List<ReplayedPath>();
            IReadOnlyList<ReplayedPath>? next = null;
            foreach (var answer in answers)
            {
                var (verified, accepted) = Verify(stage, answer);

                // Nothing may be shown before the verdict.
                if (accepted > 0)
                    paths.Add(verified with { Weight = answer.Weight * accepted, TtftMs = verified.LatencyMs });

                if (accepted < 1)
                {
                    next ??= Cascade(cascade, at + 1);
                    paths.AddRange(next.Select(further => After(verified, further) with { Weight = answer.Weight * (1 - accepted) * further.Weight, IsEscalated = true }));
                }
            }

            return paths;
        }

        /// <summary>Returns the answer with what verifying it took, and the probability that it is accepted.</summary>
        private (ReplayedPath Verified, double Accepted) Verify(CascadeStage stage, ReplayedPath answer)
        {
            // Nothing to verify: the failure is known, and the next stage is asked.
            if (answer.Answer is not { } cell)
                return (answer, 0);

            foreach (var consistency in stage.Verify.Where(verifier => verifier.Kind == VerifierKind.SelfConsistency))
            {
                if (Agreed(consistency, answer) is not { } agreed)
                    return (answer, 0);

                (answer, cell) = (agreed.Answer, agreed.Answer.Answer!);
                if (!agreed.IsAccepted)
                    return (answer, 0);
            }

            // What only looks at the answer costs nothing.
            if (stage.Verify.Any(verifier => verifier.Kind is not (VerifierKind.Effort or VerifierKind.SelfConsistency)))
            {
                answer = answer with
                {
                    CostUsd = answer.CostUsd + assumptions.VerifierCostUsd,
                    LatencyMs = answer.LatencyMs + (assumptions.VerifierLatencyMs ?? cell.ExecutionMs ?? 0),
                };
            }

            var accepted = stage.Verify.Aggregate(1.0, (all, verifier) => all * Accepts(verifier, answer, cell));
            return (answer, accepted);
        }

        private double Accepts(Verifier verifier, ReplayedPath answer, OutcomeCell cell)
        {
            if (assumptions.AssumedErrors is { } errors && verifier is { Kind: VerifierKind.Webhook, Runs: null })
                return cell.Passed ? 1 - errors.FalseReject : errors.FalseAccept;

            return verifier.Kind switch
            {
                VerifierKind.PublicTests => cell.PublicTestsPassed,
                VerifierKind.ExistingTests => cell.ExistingTestsPassed,
                VerifierKind.Build => cell.Builds,
                VerifierKind.HiddenTests => cell.Passed,
                VerifierKind.SelfConsistency => true,
                VerifierKind.Effort => Effort(verifier.Column, answer, cell) <= verifier.Max,
                VerifierKind.Webhook when verifier.Runs is { } runs and not VerifierKind.Webhook => Accepts(verifier with { Kind = runs }, answer, cell) > 0,
                _ => null,
            } == true ? 1 : 0;
        }

        private static double? Effort(EffortColumn column, ReplayedPath answer, OutcomeCell cell) => column switch
        {
            EffortColumn.OutputTokens => cell.OutputTokens,
            EffortColumn.CostUsd => answer.CostUsd,
            _ => answer.LatencyMs,
        };

        /// <summary>Asks a model several times at once; its most frequent answer is served. Null where there are too few samples to tell.</summary>
        private (ReplayedPath Answer, bool IsAccepted)? Agreed(Verifier verifier, ReplayedPath answer)
        {
            var samples = task.Cells[answer.Served!];
            if (samples.Count < verifier.Samples || answer.Asked.Count != 1)
                return null;

            var drawn = Enumerable.Range(sampleOf(answer.Served!), verifier.Samples).Select(sample => samples[sample % samples.Count]).ToList();
            var most = drawn.Where(cell => cell.Fingerprint is not null).GroupBy(cell => cell.Fingerprint, StringComparer.Ordinal).MaxBy(group => group.Count());
            var served = most?.First() ?? drawn[0];
            var paid = answer with
            {
                Answer = served.IsAnswered ? served : drawn.Find(cell => cell.IsAnswered) ?? drawn[0],
                Asked = [.. Enumerable.Repeat(answer.Served!, verifier.Samples)],
                CostUsd = drawn.Aggregate((double?)0, (sum, cell) => sum + cell.CostUsd),
                LatencyMs = drawn.TrueForAll(cell => cell.LatencyMs is not null) ? drawn.Max(cell => cell.LatencyMs) : null,
            };
            return (paid, most is not null && most.Count() >= verifier.Agreement * verifier.Samples - 1e-9);
        }

        private IReadOnlyList<ReplayedPath> Failover(FailoverPolicy failover, int at)
        {
            var answers = Follow(failover.Policies[at]);
            if (at == failover.Policies.Count - 1 || answers.All(answer => answer.Served is not null))
                return answers;

            var next = Failover(failover, at + 1);
            return [.. answers.SelectMany(answer => answer.Served is not null
                ? [answer]
                : next.Select(further => After(answer, further) with { Weight = answer.Weight * further.Weight, IsEscalated = further.IsEscalated }))];
        }

        private static ReplayedPath Hedged(ReplayedPath primary, ReplayedPath backup, double delay)
        {
            if (primary.Served is not null && (primary.LatencyMs is not { } alone || alone <= delay))
                return primary with { TtftMs = primary.LatencyMs };

            var started = Math.Min(delay, primary.LatencyMs ?? delay);
            var isBackupServed = backup.Served is not null && (primary.Served is null || started + backup.LatencyMs < primary.LatencyMs);
            var latency = isBackupServed ? started + backup.LatencyMs : primary.Served is null ? Math.Max(started + (backup.LatencyMs ?? 0), primary.LatencyMs ?? 0) : primary.LatencyMs;
            return (isBackupServed ? backup : primary) with
            {
                Weight = primary.Weight * backup.Weight,
                Asked = [.. primary.Asked, .. backup.Asked],
                CostUsd = primary.CostUsd + backup.CostUsd,
                LatencyMs = latency,
                // Which one is finished first is known only when it is.
                TtftMs = isBackupServed || primary.Served is not null ? latency : null,
            };
        }

        private static IReadOnlyList<ReplayedPath> Pairs(IReadOnlyList<ReplayedPath> firsts, IReadOnlyList<ReplayedPath> seconds, Func<ReplayedPath, ReplayedPath, ReplayedPath> join) =>
            firsts.Count == 1 && seconds.Count == 1
                ? [join(firsts[0], seconds[0])]
                : [.. firsts.SelectMany(first => seconds.Select(second => join(first, second) with { Weight = first.Weight * second.Weight }))];

        /// <summary>What was done before is paid and waited for.</summary>
        private static ReplayedPath After(ReplayedPath before, ReplayedPath further) => further with
        {
            Asked = [.. before.Asked, .. further.Asked],
            CostUsd = before.CostUsd + further.CostUsd,
            LatencyMs = before.LatencyMs + further.LatencyMs,
            TtftMs = before.LatencyMs + further.TtftMs,
        };
    }
}
