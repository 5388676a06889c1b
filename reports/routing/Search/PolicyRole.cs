namespace Eval.Routing.Search;

/// <summary>What a row of the table of policies stands for.</summary>
public enum PolicyRole
{
    /// <summary>One model gets everything.</summary>
    Model,

    /// <summary>The outcome of a search, scored on tasks it was not chosen on.</summary>
    Searched,

    /// <summary>A policy that nobody can deploy, because it uses what only an evaluator knows.</summary>
    UpperBound,

    /// <summary>A policy the search looked at; its numbers are in-sample and say nothing by themselves.</summary>
    Considered,
}
