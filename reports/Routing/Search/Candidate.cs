using Eval.Reports.Routing.Evaluation;
using Eval.Reports.Routing.Policies;

namespace Eval.Reports.Routing.Search;

/// <summary>A policy that may be chosen, with its value on every task.</summary>
/// <param name="Name">Its name; ties are broken by it.</param>
/// <param name="Family">What kind of decision it makes.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Scores">Its value on every task.</param>
internal sealed record Candidate(string Name, PolicyFamily Family, RoutingPolicy Policy, PolicyScores Scores);
