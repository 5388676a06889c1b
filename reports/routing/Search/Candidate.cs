using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>A policy that may be chosen, with its value on every task as soon as somebody asks for it.</summary>
internal sealed class Candidate(string name, PolicyFamily family, RoutingPolicy policy, Func<PolicyScores> score)
{
    private readonly Lazy<PolicyScores> _scores = new(score);

    /// <summary>Gets its name; ties are broken by it.</summary>
    public string Name => name;

    /// <summary>Gets what kind of decision it makes.</summary>
    public PolicyFamily Family => family;

    public RoutingPolicy Policy => policy;

    /// <summary>Gets its value on every task.</summary>
    public PolicyScores Scores => _scores.Value;
}
