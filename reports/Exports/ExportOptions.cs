namespace Eval.Reports.Exports;

/// <summary>What an export needs to know that no policy says.</summary>
public sealed record ExportOptions
{
    /// <summary>
    /// Gets the address of the service that runs a cascade's verifier where the policy names none; it answers <c>{"verdict": true}</c> or
    /// <c>false</c>.
    /// Default: none.
    /// </summary>
    public Uri? VerifierUrl { get; init; }

    /// <summary>
    /// Gets the share of requests that goes to the strong model, 0 to 1, for a router that is calibrated to a share. Default: not known.
    /// </summary>
    public double? StrongShare { get; init; }

    /// <summary>Gets the router's own scores of the evaluation's prompts, to calibrate its threshold with. Default: none.</summary>
    public IReadOnlyList<double> RouterScores { get; init; } = [];

    /// <summary>Gets the router of RouteLLM that is calibrated. Default: mf, matrix factorization.</summary>
    public string Router { get; init; } = "mf";
}
