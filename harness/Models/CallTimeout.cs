
namespace Eval.Harness.Models;

/// <summary>
/// How long a call is waited for: until the answer begins, as long as the policy says, whatever signs of life come before; after that as
/// long as something comes, but not for ever.
/// </summary>
/// <param name="limit">Cancelled when the time is up.</param>
/// <param name="answerWithin">How long the answer may take to begin; null: as long as it may take in all.</param>
/// <param name="provider">Whose own limit holds, where it has one.</param>
internal sealed class CallTimeout(CancellationTokenSource limit, TimeSpan? answerWithin, ProviderSpec provider)
{
    private static readonly TimeSpan UsualTotal = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan UsualIdle = TimeSpan.FromMinutes(3);
    private readonly TimeSpan _total = provider.Timeout ?? UsualTotal;
    private readonly TimeSpan _idle = provider.Timeout ?? UsualIdle;
    private readonly long _began = TimeProvider.System.GetTimestamp();

    /// <summary>Whether nothing is expected before the whole answer, so that silence says nothing.</summary>
    public bool ExpectsSilence { get; set; }

    private TimeSpan Idle => ExpectsSilence ? _total : _idle;

    /// <summary>
    /// Whether the answer is passed on as it comes: then its reader says when it has had enough, and only silence ends it.
    /// </summary>
    public bool IsPassedOn { get; private set; }

    /// <summary>Whether something of the answer has come.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>From here on the answer has no end as long as something comes.</summary>
    public void PassOn()
    {
        IsPassedOn = true;
        Renew(hasBegun: true);
    }

    /// <summary>Gives the endpoint the time it still has, because something came.</summary>
    public void Renew(bool hasBegun = false)
    {
        HasBegun |= hasBegun;
        var left = IsPassedOn ? Idle : (HasBegun ? _total : answerWithin ?? _total) - TimeProvider.System.GetElapsedTime(_began);
        limit.CancelAfter(left < TimeSpan.Zero ? TimeSpan.Zero : left < Idle ? left : Idle);
    }

    /// <summary>Says why the call was given up.</summary>
    public string WhyGivenUp()
    {
        if (!HasBegun && answerWithin is { } given)
        {
            return $"{provider.Name} did not begin to answer within {given.TotalSeconds:0.###} s.";
        }

        var took = TimeProvider.System.GetElapsedTime(_began);
        return (took < _total ? $"{provider.Name} sent nothing for {Words(Idle)}" : $"{provider.Name} was not done after {Words(_total)}")
            + $"; where it needs longer, set providers.{provider.Name}.timeout in eval.json.";
    }

    private static string Words(TimeSpan time) =>
        time.TotalSeconds >= 120 ? $"{time.TotalMinutes:0.#} minutes" : $"{time.TotalSeconds:0.###} s";
}
