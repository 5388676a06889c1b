using Eval.Harness.Models;

namespace Eval.Harness.Runs;

/// <summary>
/// Decides when a model whose prompts are refused is given up. A refusal after an answer is a matter of that prompt. Before any answer it
/// may lie in the prompt or in how the model is asked at all: then others are asked, and only when several different prompts in a row are
/// refused alike, and no call that was open by then brings an answer, is it the model. Thread-safe.
/// </summary>
/// <param name="hasAnswered">Whether the model has answered in an earlier part of the run.</param>
internal sealed class RefusalWatch(bool hasAnswered)
{
    private const int MinPrompts = 3;
    private readonly Lock _gate = new();
    private readonly HashSet<(string Dataset, string Task)> _refused = [];
    private readonly HashSet<long> _open = [];
    private bool _hasAnswered = hasAnswered;
    private string? _reason;
    private string _message = "";
    private long _started;
    private long _enoughAt = long.MaxValue;

    /// <summary>Returns the number of a call that is about to be made.</summary>
    public long Begin()
    {
        lock (_gate)
        {
            _open.Add(++_started);
            return _started;
        }
    }

    /// <summary>Takes note of what became of a call.</summary>
    /// <param name="call">Its number.</param>
    /// <param name="asked">What it brought; null where it was not made.</param>
    /// <returns>Why the model is given up; null when it is not.</returns>
    public string? End(long call, AskedAttempt? asked)
    {
        lock (_gate)
        {
            _open.Remove(call);
            if (asked is { NeedsScoring: true, Attempt.IsCached: false })
            {
                _hasAnswered = true;
            }
            else if (asked?.Failure is { Failure: ModelCallFailure.ContextWindow or ModelCallFailure.ContentFilter })
            {
                // It read the prompt.
                Begin(reason: null);
            }
            else if (asked?.Failure is { Failure: ModelCallFailure.Prompt } refusal)
            {
                Count(asked, refusal);
            }

            return !_hasAnswered && _refused.Count >= MinPrompts && !_open.Any(open => open <= _enoughAt)
                ? $"{MinPrompts} different prompts in a row were refused alike, and none was answered: {_message}"
                : null;
        }
    }

    private void Count(AskedAttempt asked, ModelCallException refusal)
    {
        if (refusal.Reason != _reason)
        {
            Begin(refusal.Reason);
        }

        _message = refusal.Message;
        if (_refused.Add((asked.Attempt.Key.Dataset, asked.Attempt.Key.TaskId)) && _refused.Count == MinPrompts)
        {
            _enoughAt = _started;
        }
    }

    private void Begin(string? reason)
    {
        _refused.Clear();
        (_reason, _enoughAt) = (reason, long.MaxValue);
    }
}
