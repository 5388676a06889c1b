using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Runs;

/// <summary>How far a stored run had come.</summary>
internal sealed record StoredProgress
{
    /// <summary>Attempts with a verdict about the answer; failures of the infrastructure are made again.</summary>
    public IReadOnlySet<AttemptKey> Scored { get; private init; } = new HashSet<AttemptKey>();

    /// <summary>Attempts whose reply is stored, scored or not: they are never paid for again.</summary>
    public IReadOnlySet<AttemptKey> NotToAsk { get; private init; } = new HashSet<AttemptKey>();

    /// <summary>Attempts of agents that were cut off, with their texts: they are gone on with.</summary>
    public IReadOnlyDictionary<AttemptKey, Attempt> Unfinished { get; private init; } = new Dictionary<AttemptKey, Attempt>();

    public IReadOnlyDictionary<string, int> Passed { get; private init; } = new Dictionary<string, int>();

    public decimal SpentUsd { get; private init; }

    /// <summary>Attempts of which it is kept what became of them, failures of the infrastructure included.</summary>
    public IReadOnlySet<AttemptKey> Stored { get; private init; } = new HashSet<AttemptKey>();

    /// <summary>Which of the stored replies are to be scored.</summary>
    public StoredReplies ToScore { get; private init; } = StoredReplies.Unscored;

    /// <summary>What attempts that were answered did cost, as far as it is known.</summary>
    public IReadOnlyList<(AttemptKey Key, decimal CostUsd)> SeenCosts { get; private init; } = [];

    /// <param name="rescore">Whether everything stored is to be scored again, so that nothing counts as scored.</param>
    public static async Task<StoredProgress> ReadAsync(IRunStore store, string runId, bool rescore, CancellationToken ct)
    {
        var scored = new HashSet<AttemptKey>();
        var notToAsk = new HashSet<AttemptKey>();
        var passed = new Dictionary<string, int>();
        var unfinished = new Dictionary<AttemptKey, Attempt>();
        var (hasFailedAgents, hasSandboxErrors) = (false, false);
        var spent = 0m;
        var stored = new HashSet<AttemptKey>();
        var costs = new List<(AttemptKey, decimal)>();
        await foreach (var attempt in store.ReadAttemptsAsync(runId, withTexts: false, ct))
        {
            spent += attempt.SpentUsd;
            stored.Add(attempt.Key);
            hasSandboxErrors |= attempt.Verdict == Verdict.SandboxError;
            if (attempt is { Verdict: Verdict.Skipped, CostUsd: not null })
            {
                unfinished[attempt.Key] = attempt;
            }

            if (attempt.Verdict.IsAnswered())
            {
                if (attempt is { IsCached: false, CostUsd: not null })
                {
                    costs.Add((attempt.Key, attempt.SpentUsd));
                }

                scored.Add(attempt.Key);
                passed[attempt.Key.Model] = passed.GetValueOrDefault(attempt.Key.Model) + (attempt.Passed ? 1 : 0);
            }

            // The sandbox failed, but the reply is there; an agent whose sandbox failed at once has none.
            var isUnfinished = attempt.FinishReason == Trajectory.Unfinished;
            hasFailedAgents |= isUnfinished;
            var hasReply = !isUnfinished && (attempt.Timing is not null || attempt.Provider == RunModel.File);
            if (attempt.Verdict.IsAnswered() || (attempt.Verdict == Verdict.SandboxError && hasReply))
            {
                notToAsk.Add(attempt.Key);
            }
        }

        await foreach (var attempt in store.ReadUnscoredAsync(runId, ct))
        {
            spent += attempt.SpentUsd;
            if (attempt.FinishReason == Trajectory.Unfinished)
            {
                unfinished[attempt.Key] = attempt;
            }
            else
            {
                notToAsk.Add(attempt.Key);
            }
        }

        if (hasFailedAgents)
        {
            await foreach (var attempt in store.ReadAttemptsAsync(runId, withTexts: true, ct))
            {
                if (attempt.FinishReason == Trajectory.Unfinished)
                {
                    unfinished[attempt.Key] = attempt;
                }
            }
        }

        return new StoredProgress
        {
            Scored = rescore ? new HashSet<AttemptKey>() : scored,
            NotToAsk = notToAsk,
            Unfinished = unfinished,
            Passed = rescore ? new Dictionary<string, int>() : passed,
            SpentUsd = spent,
            Stored = stored,
            ToScore = rescore ? StoredReplies.All : hasSandboxErrors ? StoredReplies.UnscoredAndFailed : StoredReplies.Unscored,
            SeenCosts = costs,
        };
    }
}
