namespace Eval.Reports.Comparisons;

/// <summary>What counts as a failure.</summary>
public enum OutcomeBasis
{
    /// <summary>Answers that do not pass: the one for comparing models. Failures of endpoints and sandboxes are left out.</summary>
    Conditional,

    /// <summary>Whatever did not pass, failures of endpoints and sandboxes too: the one for comparing deployments.</summary>
    Strict,
}
