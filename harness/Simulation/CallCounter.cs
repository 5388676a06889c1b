using System.Collections.Concurrent;

namespace Eval.Harness.Simulation;

/// <summary>Counts calls by what they ask, from 0. Thread-safe.</summary>
internal sealed class CallCounter
{
    private readonly ConcurrentDictionary<string, long> _calls = new();

    public long Next(string key) => _calls.AddOrUpdate(key, 0, (_, count) => count + 1);
}
