namespace Eval.Results.Records;

/// <summary>The metrics that have a column of their own in the tables; any other is appended as <c>metric:NAME</c>.</summary>
public static class MetricNames
{
    /// <summary>The number of invented APIs an answer calls.</summary>
    public const string HallucinatedApis = "hallucinated_apis";

    /// <summary>The number of stated constraints that were checked.</summary>
    public const string ConstraintsChecked = "constraints_checked";

    /// <summary>The number of them that are met.</summary>
    public const string ConstraintsMet = "constraints_met";

    /// <summary>The style score, 0 to 1.</summary>
    public const string StyleScore = "style_score";

    /// <summary>Returns whether the metric has a column of its own.</summary>
    public static bool HasColumn(string name) => name is HallucinatedApis or ConstraintsChecked or ConstraintsMet or StyleScore;
}
