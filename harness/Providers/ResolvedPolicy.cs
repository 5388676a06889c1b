using Eval.Harness.Models;

namespace Eval.Harness.Providers;

/// <summary>What a policy file came to.</summary>
/// <param name="Policy">The policy with its models; null where it cannot be followed.</param>
/// <param name="Mistakes">Why it cannot.</param>
/// <param name="Warnings">What must be known before anything is asked.</param>
internal sealed record ResolvedPolicy(PolicySource? Policy, IReadOnlyList<string> Mistakes, IReadOnlyList<string> Warnings);
