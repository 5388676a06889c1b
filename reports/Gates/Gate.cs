using System.Globalization;
using System.IO.Enumeration;
using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Reports.Gates;

/// <summary>
/// A condition that a run must meet. It bounds a metric, asks for no loss of quality against a baseline, or for verdicts that are hard to
/// forge.
/// </summary>
public sealed record Gate
{
    /// <summary>The loss of quality that is accepted unless told.</summary>
    public const double DefaultMargin = 0.02;

    /// <summary>The verdict origins that a gate may demand; the weakest of all would demand nothing.</summary>
    public static readonly IReadOnlyList<string> VerdictOrigins =
        [.. new[] { VerdictOriginKind.Outside, VerdictOriginKind.OutsideEqualityByAnswer,
            VerdictOriginKind.Canary }.Select(Results.Records.VerdictOrigin.WordOf)];

    private const string ModelPrefix = "model:";

    /// <summary>
    /// Gets the bounded metric by its column in <c>summary.csv</c>; <see langword="null"/> for a gate against a baseline.
    /// </summary>
    public string? Metric { get; init; }

    /// <summary>Gets the least value.</summary>
    public double? Min { get; init; }

    /// <summary>Gets the largest value.</summary>
    public double? Max { get; init; }

    /// <summary>
    /// Gets what the pass rate must not fall behind: a run, <c>latest</c> for the newest before, or <c>model:NAME</c> for another model of
    /// the run.
    /// </summary>
    public string? NonInferiorTo { get; init; }

    /// <summary>Gets the loss of pass rate that is accepted, 0 to 1. Default: 0.02.</summary>
    public double Margin { get; init; } = DefaultMargin;

    /// <summary>
    /// Gets the weakest origin that is accepted for verdicts, one of <see cref="VerdictOrigins"/>; <see langword="null"/> for any
    /// other gate.
    /// </summary>
    public string? VerdictOrigin { get; init; }

    /// <summary>Gets the models it is for, as a pattern with * and ?. Default: all.</summary>
    public string Model { get; init; } = "*";

    /// <summary>Gets the class of tasks it is for. Default: all together.</summary>
    public string Class { get; init; } = SummaryRow.All;

    /// <summary>
    /// Gets a value indicating whether the whole 95 % interval must meet the bound, so that luck does not pass the gate. Default: the value
    /// alone.
    /// </summary>
    public bool Certain { get; init; }

    /// <summary>
    /// Gets the other model of the run that the pass rate must not fall behind; <see langword="null"/> for any other gate.
    /// </summary>
    public string? OtherModel => NonInferiorTo?.StartsWith(ModelPrefix, StringComparison.Ordinal) == true
        ? NonInferiorTo[ModelPrefix.Length..] : null;

    /// <summary>Gets the verdict origin demanded; <see langword="null"/> for any other gate.</summary>
    public VerdictOriginKind? WeakestOrigin => VerdictOrigin is null
        ? null : Enum.GetValues<VerdictOriginKind>().Single(kind => Results.Records.VerdictOrigin.WordOf(kind) == VerdictOrigin);

    /// <summary>Returns whether the gate is for a model.</summary>
    public bool IsFor(string model) => FileSystemName.MatchesSimpleExpression(Model, model, ignoreCase: false) && model != OtherModel;

    /// <summary>Returns the condition as it may be typed and read again.</summary>
    public override string ToString()
    {
        var condition = NonInferiorTo is not null
            ? string.Create(CultureInfo.InvariantCulture, $"non-inferior-to={NonInferiorTo} margin={Margin}")
            : VerdictOrigin is not null ? $"verdict-origin={VerdictOrigin}"
            : Min is not null ? string.Create(CultureInfo.InvariantCulture, $"{Metric}>={Min}")
            : string.Create(CultureInfo.InvariantCulture, $"{Metric}<={Max}");
        return condition + (Model == "*" ? "" : $" model={Model}") + (Class == SummaryRow.All ? "" : $" class={Class}")
            + (Certain ? " certain" : "");
    }
}
