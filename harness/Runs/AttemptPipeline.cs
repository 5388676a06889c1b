using System.Threading.Channels;
using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>
/// Makes the attempts of a run that are not made yet. Two stages with a queue between them: models are asked as widely as their endpoints
/// can handle, answers are scored as widely as the processors can.
/// </summary>
internal sealed class AttemptPipeline(AskingStage asking, ScoringStage scoring, StoredReplyQueue stored, int maxSandboxes)
{
    /// <param name="models">The models to ask.</param>
    /// <param name="done">The attempts that need not be made.</param>
    /// <param name="stop">No further call starts once it is cancelled; open ones are finished.</param>
    /// <param name="abort">Drops open calls too.</param>
    public async Task RunAsync(IEnumerable<IModel> models, IReadOnlySet<AttemptKey> done, CancellationToken stop, CancellationToken abort)
    {
        var answers = Channel.CreateBounded<AnsweredAttempt>(
            new BoundedChannelOptions(4 * maxSandboxes) { FullMode = BoundedChannelFullMode.Wait });
        var scorers = Enumerable.Range(0, maxSandboxes).Select(_ => scoring.RunAsync(answers, stop, abort)).ToArray();
        var askers = stored.IsOfAll ? []
            : models.Select(model => asking.RunAsync(model, done, answers.Writer, stop, abort)).ToList();
        askers.Add(stored.WriteAsync(answers.Writer, stop, abort));
        try
        {
            await Task.WhenAll(askers);
            await asking.StoreLeftOutAsync();
        }
        finally
        {
            answers.Writer.TryComplete();
            await Task.WhenAll(scorers);
        }
    }
}
