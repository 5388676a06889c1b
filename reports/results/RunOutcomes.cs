using Eval.Results.Records;

namespace Eval.Results;

/// <summary>A run whose attempts are read one at a time and never kept together.</summary>
/// <param name="Run">The run.</param>
/// <param name="Read">Reads its scored attempts ordered by key, with the texts that outcomes depend on: prompt, code and grading.</param>
public sealed record RunOutcomes(Run Run, Func<CancellationToken, IAsyncEnumerable<Attempt>> Read);
