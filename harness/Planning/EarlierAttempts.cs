using Eval.Results.Records;

namespace Eval.Harness.Planning;

/// <summary>What one run holds of a planned model: its answers to tasks that are planned again.</summary>
/// <param name="Run">The run.</param>
/// <param name="Model">The model as that run used it.</param>
/// <param name="Answers">The answers to planned tasks.</param>
/// <param name="MaxSandboxSeconds">
/// What scoring an answer took a sandbox at most, compiling included: all the time of the run, as if it had waited for nothing else. Null
/// when unknown.
/// </param>
internal sealed record EarlierAttempts(Run Run, RunModel Model, IReadOnlyList<Attempt> Answers, double? MaxSandboxSeconds)
{
    /// <summary>How many of the planned tasks are among them.</summary>
    public int Tasks => Answers.DistinctBy(answer => (answer.Key.Dataset, answer.Key.TaskId)).Count();

    /// <summary>Returns them; null when the run holds none of them.</summary>
    /// <param name="run">The run.</param>
    /// <param name="model">The model as the run used it.</param>
    /// <param name="attempts">All attempts of the run.</param>
    /// <param name="tasks">The hash of each planned task.</param>
    public static EarlierAttempts? Of(Run run, RunModel model, IReadOnlyList<Attempt> attempts,
        IReadOnlyDictionary<(string Dataset, string Task), string> tasks)
    {
        var answers = attempts
            .Where(attempt => attempt.Key.Model == model.Name && attempt.Verdict.IsAnswered()
                && tasks.TryGetValue((attempt.Key.Dataset, attempt.Key.TaskId), out var hash) && (attempt.TaskHash ?? hash) == hash)
            .ToList();
        return answers.Count == 0 ? null : new EarlierAttempts(run, model, answers, SandboxSeconds(run, attempts));
    }

    private static double? SandboxSeconds(Run run, IReadOnlyList<Attempt> attempts)
    {
        var scored = attempts.Count(attempt => attempt.Verdict.IsAnswered());
        var starts = attempts.Where(attempt => !attempt.IsCached).Select(attempt => attempt.Timing?.StartedAt).OfType<DateTimeOffset>()
            .Order().ToList();
        if (run.EndedAt is not { } ended || ended <= run.StartedAt || starts.Count == 0 || starts.Count < scored)
        {
            return null;
        }

        // A run that was interrupted and gone on with has a gap between two calls that was no work.
        var whole = ended - run.StartedAt;
        return starts.Zip(starts.Skip(1), (before, after) => after - before).Any(gap => gap > whole / 2)
            ? null : whole.TotalSeconds * Sandboxes(run) / scored;
    }

    private static int Sandboxes(Run run) => run.Settings.MaxSandboxes ?? run.Machine.Processors;
}
