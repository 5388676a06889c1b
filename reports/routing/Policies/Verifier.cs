using System.Globalization;

namespace Eval.Routing.Policies;

/// <summary>Decides in production whether a stage's answer is served or the next stage is asked.</summary>
/// <param name="Kind">What decides.</param>
public sealed record Verifier(VerifierKind Kind)
{
    /// <summary>
    /// Gets how many answers are compared by <see cref="VerifierKind.SelfConsistency"/>, the first included; each is paid for. Default: 3.
    /// </summary>
    public int Samples { get; init; } = 3;

    /// <summary>Gets the least share of equal answers that <see cref="VerifierKind.SelfConsistency"/> accepts. Default: 2/3.</summary>
    public double Agreement { get; init; } = 2.0 / 3;

    /// <summary>Gets what <see cref="VerifierKind.Effort"/> bounds.</summary>
    public EffortColumn Column { get; init; }

    /// <summary>Gets the most that <see cref="VerifierKind.Effort"/> accepts, in the column's unit.</summary>
    public double Max { get; init; }

    /// <summary>
    /// Gets the address that <see cref="VerifierKind.Webhook"/> asks; it answers <c>{"verdict": true}</c> or <c>false</c>.
    /// </summary>
    public Uri? Url { get; init; }

    /// <summary>
    /// Gets what the service behind <see cref="VerifierKind.Webhook"/> does, to be measured in its place; <see langword="null"/> when
    /// nobody said.
    /// </summary>
    public VerifierKind? Runs { get; init; }

    /// <summary>Gets the column's name in files.</summary>
    public string ColumnName => Column switch { EffortColumn.OutputTokens => "output_tokens", EffortColumn.CostUsd => "cost_usd",
        _ => "latency_ms" };

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        VerifierKind.PublicTests => "its visible tests pass",
        VerifierKind.ExistingTests => "the existing tests pass",
        VerifierKind.Build => "it compiles",
        VerifierKind.SelfConsistency => string.Create(CultureInfo.InvariantCulture, $"{Agreement:0%} of {Samples} answers agree"),
        VerifierKind.Effort => string.Create(CultureInfo.InvariantCulture, $"{ColumnName} ≤ {Max:0.######}"),
        VerifierKind.Webhook => "a service accepts it",
        _ => "the hidden tests pass (upper bound)",
    };
}
