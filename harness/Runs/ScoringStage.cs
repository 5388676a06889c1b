using System.Threading.Channels;
using Eval.Datasets;
using Eval.Harness.Metrics;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Runs;

/// <summary>The second stage of a run: scores the replies of a queue, measures them and stores what came of it.</summary>
/// <param name="scorer">Scores one reply.</param>
/// <param name="metrics">What is measured of an answer.</param>
/// <param name="store">Where attempts go.</param>
/// <param name="progress">Is told of every attempt that is stored.</param>
internal sealed class ScoringStage(AttemptScorer scorer, AnswerMetrics metrics, IRunStore store, RunProgress progress)
{
    /// <summary>Verdicts of one reader of the queue that are on their way to the store while it scores on.</summary>
    private const int MaxUnstored = 64;

    /// <summary>Scores until there are no more answers. Where that fails, nobody may wait for room among the answers.</summary>
    /// <param name="answers">The queue; others may read it too.</param>
    /// <param name="stop">Tests of repositories end once it is cancelled.</param>
    /// <param name="abort">Ends all scoring.</param>
    public async Task RunAsync(Channel<AnsweredAttempt> answers, CancellationToken stop, CancellationToken abort)
    {
        try
        {
            await RunAsync(answers.Reader, stop, abort);
        }
        catch (Exception e)
        {
            answers.Writer.TryComplete(e);
            throw;
        }
    }

    private async Task RunAsync(ChannelReader<AnsweredAttempt> answers, CancellationToken stop, CancellationToken abort)
    {
        var storing = new Queue<Task>();
        await foreach (var answered in answers.ReadAllAsync(CancellationToken.None))
        {
            // Tests of a repository take minutes, which nobody who stops a run waits for.
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(answered.Planned.Task is IssueTask ? stop : abort, abort);
            if (!ends.IsCancellationRequested)
            {
                try
                {
                    storing.Enqueue(StoreAsync(await ScoreAsync(answered, ends.Token)));
                }
                catch (OperationCanceledException) when (ends.IsCancellationRequested)
                {
                    // The reply is stored; resuming scores it.
                }
            }

            while (storing.TryPeek(out var oldest) && (oldest.IsCompleted || storing.Count > MaxUnstored))
            {
                await storing.Dequeue();
            }
        }

        await Task.WhenAll(storing);
    }

    /// <summary>Nothing that goes wrong with one answer may end the run.</summary>
    private async Task<Attempt> ScoreAsync(AnsweredAttempt answered, CancellationToken ct)
    {
        try
        {
            var scored = await scorer.ScoreAsync(answered.Planned, answered.Attempt, ct);
            return AttemptBuilder.Measured(scored, await metrics.MeasureAsync(answered.Planned.Task, scored, ct));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return AttemptBuilder.SandboxFailed(answered.Attempt, e.Message);
        }
    }

    private async Task StoreAsync(Attempt scored)
    {
        await store.SaveAttemptAsync(scored, CancellationToken.None);
        progress.Scored(scored);
    }
}
