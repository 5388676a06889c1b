using System.Collections.Concurrent;

namespace Eval.Harness.CommandLine;

/// <summary>
/// What a check of this machine found, in the order of finding; kept also where the check does not come to its end. Thread-safe.
/// </summary>
internal sealed class DoctorFindings
{
    private readonly ConcurrentQueue<(bool? IsGood, string Text)> _lines = new();
    private readonly ConcurrentQueue<string> _notTried = new();
    private int _uncontained;

    /// <summary>Lines with a mark: good, a problem, or neither.</summary>
    public IEnumerable<(bool? IsGood, string Text)> Lines => _lines;

    /// <summary>What was not tried, and by what it is.</summary>
    public IEnumerable<string> NotTried => _notTried;

    /// <summary>How many of the things tried are not contained.</summary>
    public int Uncontained => _uncontained;

    /// <summary>Whether nothing can run here.</summary>
    public bool HasFailed { get; set; }

    public void Add(bool? isGood, string text) => _lines.Enqueue((isGood, text));

    public void AddNotTried(string text) => _notTried.Enqueue(text);

    /// <summary>Adds what holds or does not.</summary>
    public void AddContainment(bool holds, string text)
    {
        if (!holds)
        {
            Interlocked.Increment(ref _uncontained);
        }

        Add(holds, text);
    }

    /// <summary>
    /// Runs a check for no longer than a time, and returns what it found until then. What takes longer goes on by itself until this process
    /// ends.
    /// </summary>
    public static async Task<DoctorFindings> CollectAsync(string what, TimeSpan time, Func<DoctorFindings, CancellationToken, Task> check,
        CancellationToken ct)
    {
        var findings = new DoctorFindings();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(time);
        try
        {
            // A check that does not listen is not waited for.
            await Task.Run(() => check(findings, limit.Token), ct).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            findings.Add(null, $"{what}: not done within {time.TotalSeconds:0} s, so that the rest was not tried; this machine is busy");
            findings.AddNotTried($"{what}, in full: 'doctor --probes', which waits");
        }

        return findings;
    }
}
