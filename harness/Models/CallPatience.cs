using System.Diagnostics;

namespace Eval.Harness.Models;

/// <summary>
/// How long a call is waited for: until the answer begins, as long as the policy says, whatever signs of life come before; after that as long as
/// something comes, but not for ever.
/// </summary>
internal sealed class CallPatience(CancellationTokenSource limit, TimeSpan? answerWithin, TimeSpan idle, TimeSpan total)
{
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>Whether something of the answer has come.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Gives the endpoint the time it still has, because something came.</summary>
    public void Renew(bool hasBegun = false)
    {
        HasBegun |= hasBegun;
        var left = (HasBegun ? total : answerWithin ?? total) - Stopwatch.GetElapsedTime(_began);
        limit.CancelAfter(left < TimeSpan.Zero ? TimeSpan.Zero : left < idle ? left : idle);
    }
}
