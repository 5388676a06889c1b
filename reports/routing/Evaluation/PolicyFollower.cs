using System.Runtime.InteropServices;
using Eval.Routing.Policies;

namespace Eval.Routing.Evaluation;

/// <summary>
/// Follows one policy over one task after another. A search follows thousands of policies over all samples of all tasks, so nothing is
/// looked up or made anew for a sample. Not thread-safe.
/// </summary>
internal sealed class PolicyFollower
{
    private const int MaxCombinations = 10_000;

    private readonly RoutingPolicy _policy;
    private readonly ReplayAssumptions _assumptions;
    private readonly string[] _models;
    private readonly AskedModels[] _alone;
    private readonly bool[] _isDown;
    private readonly OutcomeCell[][] _cells;
    private readonly int[] _sample;
    private readonly Stack<List<ReplayedPath>> _spare = [];
    private readonly ReplayedVerification _verification;
    private RoutedTask? _task;

    public PolicyFollower(RoutingPolicy policy, ReplayAssumptions assumptions)
    {
        (_policy, _assumptions, _models) = (policy, assumptions, [.. policy.Models]);
        _verification = new ReplayedVerification(assumptions);
        _alone = Array.ConvertAll(_models, model => new AskedModels(model));
        _isDown = Array.ConvertAll(_models, model => assumptions.ModelsDown?.Contains(model) == true);
        (_cells, _sample) = (new OutcomeCell[_models.Length][], new int[_models.Length]);
    }

    /// <summary>Finds the ways a task takes.</summary>
    /// <param name="task">The task.</param>
    /// <param name="paths">Receives the ways of all combinations of samples; what was in it is removed.</param>
    /// <returns>The number of combinations, by which the weights are still to be divided; 0 where an outcome of a model that may be asked
    /// is missing.</returns>
    public int Follow(RoutedTask task, List<ReplayedPath> paths)
    {
        paths.Clear();
        _task = task;
        var (isAligned, product) = (true, 1L);
        for (var model = 0; model < _models.Length; model++)
        {
            if (!task.Cells.TryGetValue(_models[model], out var cells) || cells.Count == 0)
            {
                return 0;
            }

            _cells[model] = cells as OutcomeCell[] ?? [.. cells];
            isAligned &= _cells[model].Length == _cells[0].Length;
            product = Math.Min(MaxCombinations, product * _cells[model].Length);
        }

        var combinations = isAligned ? _cells[0].Length : (int)product;
        for (var combination = 0; combination < combinations; combination++)
        {
            Choose(combination, isAligned);
            Follow(_policy, paths);
        }

        return combinations;
    }

    private void Choose(int combination, bool isAligned)
    {
        for (var model = 0; model < _models.Length; model++)
        {
            _sample[model] = isAligned ? combination : combination % _cells[model].Length;
            combination = isAligned ? combination : combination / _cells[model].Length;
        }
    }

    private void Follow(RoutingPolicy policy, List<ReplayedPath> paths)
    {
        switch (policy)
        {
            case SinglePolicy single:
                paths.Add(Single(single.Model));
                break;
            case ClassPolicy classes:
                Follow(classes.For(_task!.Feature(classes.Feature)), paths);
                break;
            case ThresholdPolicy threshold:
                Follow(threshold.For(_task!.Number(threshold.Score)), paths);
                break;
            case CascadePolicy cascade:
                Cascade(cascade, 0, paths);
                break;
            case FailoverPolicy failover:
                Failover(failover, 0, paths);
                break;
            case HedgePolicy hedge:
                Hedge(hedge, paths);
                break;
            case MixPolicy mix:
                foreach (var share in mix.Shares)
                {
                    AddWeighted(share.Policy, share.Weight, mix.TotalWeight, paths);
                }

                break;
            default:
                throw new ArgumentException($"{policy.GetType().Name} cannot be replayed.", nameof(policy));
        }
    }

    private ReplayedPath Single(string name)
    {
        var model = Array.IndexOf(_models, name);
        var cell = _cells[model][_sample[model]];
        if (!cell.IsAnswered || _isDown[model])
        {
            return new ReplayedPath(_alone[model])
            {
                CostUsd = cell.IsAnswered ? 0 : cell.CostUsd,
                LatencyMs = (cell.IsAnswered ? null : cell.LatencyMs) ?? _assumptions.DetectionMs,
            };
        }

        return new ReplayedPath(_alone[model]) { Served = _models[model], Answer = cell, CostUsd = cell.CostUsd, LatencyMs = cell.LatencyMs,
            TtftMs = cell.TtftMs };
    }

    private void AddWeighted(RoutingPolicy policy, double weight, double totalWeight, List<ReplayedPath> paths)
    {
        var first = paths.Count;
        Follow(policy, paths);
        for (var i = first; i < paths.Count; i++)
        {
            paths[i] = paths[i] with { Weight = paths[i].Weight * weight / totalWeight };
        }
    }

    private void Cascade(CascadePolicy cascade, int at, List<ReplayedPath> paths)
    {
        var stage = cascade.Stages[at];
        if (at == cascade.Stages.Count - 1)
        {
            Follow(stage.Policy, paths);
            return;
        }

        List<ReplayedPath>? next = null;
        if (stage.Policy is SinglePolicy single)
        {
            GoOn(cascade, at, stage.Consistency is { } consistency ? Agreed(consistency, single.Model) : (Single(single.Model), null),
                ref next, paths);
        }
        else
        {
            var answers = Followed(stage.Policy);
            foreach (var answer in answers)
            {
                GoOn(cascade, at, (answer, null), ref next, paths);
            }

            GiveBack(answers);
        }

        GiveBack(next);
    }

    /// <summary>Adds the ways that go on from an answer of a stage.</summary>
    private void GoOn(CascadePolicy cascade, int at, (ReplayedPath Answer, double? Agreement) given, ref List<ReplayedPath>? next,
        List<ReplayedPath> paths)
    {
        var answer = given.Answer;
        var accepted = _verification.Verify(cascade.Stages[at].Verify, ref answer, given.Agreement);

        // Nothing may be shown before the verdict.
        if (accepted > 0)
        {
            paths.Add(answer with { Weight = answer.Weight * accepted, TtftMs = answer.LatencyMs });
        }

        if (accepted >= 1)
        {
            return;
        }

        if (next is null)
        {
            Cascade(cascade, at + 1, next = Spare());
        }

        foreach (ref readonly var further in CollectionsMarshal.AsSpan(next))
        {
            paths.Add(After(answer, further) with { Weight = answer.Weight * (1 - accepted) * further.Weight, IsEscalated = true });
        }
    }

    /// <summary>
    /// Asks a model several times at once; its most frequent answer is served. The agreement is null where there are too few samples to
    /// tell.
    /// </summary>
    private (ReplayedPath Answer, double? Agreement) Agreed(Verifier verifier, string name)
    {
        var model = Array.IndexOf(_models, name);
        if (_cells[model].Length < verifier.Samples || _isDown[model])
        {
            return (Single(name), null);
        }

        var drawn = new OutcomeCell[verifier.Samples];
        for (var i = 0; i < drawn.Length; i++)
        {
            drawn[i] = _cells[model][(_sample[model] + i) % _cells[model].Length];
        }

        var (mostFrequent, equal) = MostFrequent(drawn);
        var (asked, cost) = (_alone[model], drawn[0].CostUsd);
        for (var i = 1; i < drawn.Length; i++)
        {
            asked = asked.Then(_alone[model]);
            cost += drawn[i].CostUsd;
        }

        var served = equal > 0 ? mostFrequent : Array.Find(drawn, cell => cell.IsAnswered);
        var paid = new ReplayedPath(asked)
        {
            Answer = served,
            Served = served is null ? null : name,
            CostUsd = cost,
            LatencyMs = Array.TrueForAll(drawn, cell => cell.LatencyMs is not null) ? drawn.Max(cell => cell.LatencyMs) : null,
        };
        return (paid, (double)equal / verifier.Samples);
    }

    /// <summary>
    /// Returns the first of the answers that are most often equal, and how many are; the first of all and 0 where no code is known.
    /// </summary>
    private static (OutcomeCell Answer, int Equal) MostFrequent(OutcomeCell[] drawn)
    {
        var (mostFrequent, equal) = (drawn[0], 0);
        foreach (var cell in drawn)
        {
            if (cell.Fingerprint is not { } fingerprint)
            {
                continue;
            }

            var times = 0;
            foreach (var other in drawn)
            {
                times += other.Fingerprint == fingerprint ? 1 : 0;
            }

            if (times > equal)
            {
                (mostFrequent, equal) = (cell, times);
            }
        }

        return (mostFrequent, equal);
    }

    private void Failover(FailoverPolicy failover, int at, List<ReplayedPath> paths)
    {
        if (at == failover.Policies.Count - 1)
        {
            Follow(failover.Policies[at], paths);
            return;
        }

        var answers = Followed(failover.Policies[at]);
        List<ReplayedPath>? next = null;
        foreach (var answer in answers)
        {
            if (answer.Served is not null)
            {
                paths.Add(answer);
                continue;
            }

            if (next is null)
            {
                Failover(failover, at + 1, next = Spare());
            }

            foreach (var further in next)
            {
                paths.Add(After(answer, further) with { Weight = answer.Weight * further.Weight });
            }
        }

        GiveBack(answers);
        GiveBack(next);
    }

    private void Hedge(HedgePolicy hedge, List<ReplayedPath> paths)
    {
        var (primaries, backups) = (Followed(hedge.Primary), Followed(hedge.Backup));
        foreach (var primary in primaries)
        {
            foreach (var backup in backups)
            {
                paths.Add(Hedged(primary, backup, hedge.Delay.TotalMilliseconds) with { Weight = primary.Weight * backup.Weight });
            }
        }

        GiveBack(primaries);
        GiveBack(backups);
    }

    private static ReplayedPath Hedged(ReplayedPath primary, ReplayedPath backup, double delay)
    {
        if (primary.Served is not null && (primary.LatencyMs is not { } alone || alone <= delay))
        {
            return primary with { TtftMs = primary.LatencyMs };
        }

        var started = Math.Min(delay, primary.LatencyMs ?? delay);
        var isBackupServed = backup.Served is not null && (primary.Served is null || started + backup.LatencyMs < primary.LatencyMs);
        var latency = isBackupServed ? started + backup.LatencyMs : primary.Served is null
            ? Math.Max(started + (backup.LatencyMs ?? 0), primary.LatencyMs ?? 0) : primary.LatencyMs;
        return (isBackupServed ? backup : primary) with
        {
            AskedSoFar = primary.AskedSoFar.Then(backup.AskedSoFar),
            CostUsd = primary.CostUsd + backup.CostUsd,
            LatencyMs = latency,
            // Which one is finished first is known only when it is.
            TtftMs = isBackupServed || primary.Served is not null ? latency : null,
        };
    }

    /// <summary>What was done before is paid and waited for.</summary>
    private static ReplayedPath After(in ReplayedPath before, in ReplayedPath further) => further with
    {
        AskedSoFar = before.AskedSoFar.Then(further.AskedSoFar),
        CostUsd = before.CostUsd + further.CostUsd,
        LatencyMs = before.LatencyMs + further.LatencyMs,
        TtftMs = before.LatencyMs + further.TtftMs,
    };

    private List<ReplayedPath> Followed(RoutingPolicy policy)
    {
        var paths = Spare();
        Follow(policy, paths);
        return paths;
    }

    private List<ReplayedPath> Spare() => _spare.TryPop(out var spare) ? spare : [];

    private void GiveBack(List<ReplayedPath>? paths)
    {
        if (paths is null)
        {
            return;
        }

        paths.Clear();
        _spare.Push(paths);
    }
}
