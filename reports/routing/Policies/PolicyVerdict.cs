namespace Eval.Routing.Policies;

/// <summary>What was shown of a policy's quality against the baseline's.</summary>
public enum PolicyVerdict
{
    /// <summary>Neither that it is as good, within the margin, nor that it is worse.</summary>
    NotShown,

    /// <summary>Equal or better: the lower end of the difference's interval is above minus the margin.</summary>
    NonInferior,

    /// <summary>Worse: the upper end of the difference's interval is below minus the margin.</summary>
    Worse,
}
