using System.Globalization;
using Eval.Results.Metrics;

namespace Eval.Reports.Gates;

/// <summary>
/// Reads a gate as it is typed: <c>pass_at_1&gt;=0.8 model=gpt-4o class=completion certain</c> <c>non-inferior-to=latest margin=0.02</c> or
/// <c>verdict-origin=outside</c>.
/// </summary>
public static class GateParser
{
    private const string Form = "write for instance \"pass_at_1>=0.8 model=gpt-4o class=completion\", \"ttft_p90_ms<=1500\", "
        + "\"non-inferior-to=latest margin=0.02\" or \"verdict-origin=outside\"";

    /// <summary>Returns the gate.</summary>
    /// <exception cref="FormatException">It is none; the message says what to write.</exception>
    public static Gate Parse(string text) => Parse(text, MetricCatalog.Default);

    /// <inheritdoc cref="Parse(string)"/>
    public static Gate Parse(string text, MetricCatalog metrics)
    {
        var gate = new Gate();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // Of two bounds in one gate only the last would be checked.
            var part = Comparison(word) is null ? word.Split('=')[0] : "a bound";
            if (!seen.Add(part))
            {
                throw new FormatException($"'{text}': {part} is there twice; write a gate for each; {Form}.");
            }

            gate = With(gate, word, text);
        }

        if (Mistake(gate, metrics) is { } mistake)
        {
            throw new FormatException($"'{text}': {mistake}; {Form}.");
        }

        return gate;
    }

    /// <summary>Returns the gate; <see langword="null"/> when it is none.</summary>
    public static Gate? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Returns what is wrong with a gate; <see langword="null"/> when it can be checked.</summary>
    public static string? Mistake(Gate gate) => Mistake(gate, MetricCatalog.Default);

    /// <inheritdoc cref="Mistake(Gate)"/>
    public static string? Mistake(Gate gate, MetricCatalog metrics)
    {
        if (new[] { gate.Metric, gate.NonInferiorTo, gate.VerdictOrigin }.Count(demand => demand is not null) != 1)
        {
            return "a gate either bounds a metric or names what a model must not fall behind or the origin that verdicts need";
        }

        if (new[] { gate.Model, gate.Class,
            gate.NonInferiorTo ?? "" }.Any(name => name.Any(letter => letter == ';' || char.IsWhiteSpace(letter))))
        {
            return "names in gates hold neither blanks nor semicolons; write ? for one in a model's name";
        }

        if (new[] { gate.Model, gate.Class,
            gate.NonInferiorTo ?? "" }.Any(name =>
            name.Contains(">=", StringComparison.Ordinal) || name.Contains("<=", StringComparison.Ordinal)))
        {
            return "names in gates hold no comparisons; write ? for a letter of one in a model's name";
        }

        if (gate.NonInferiorTo == "previous")
        {
            return "which run is the previous one changes with every run; write latest, or a run's id";
        }

        if (gate.NonInferiorTo is not null)
        {
            return gate.Min is not null || gate.Max is not null ? "a gate against a baseline has a margin, not a bound"
                : gate.Margin is >= 0 and < 1 ? null : "the margin is a share of 0 to 1";
        }

        if (!gate.Margin.Equals(Gate.DefaultMargin))
        {
            return "a margin belongs to a gate against a baseline (non-inferior-to)";
        }

        if (gate.VerdictOrigin is not null)
        {
            return gate.Min is not null || gate.Max is not null || gate.Certain ? "a gate that demands a verdict origin has no bound"
                : Gate.VerdictOrigins.Contains(gate.VerdictOrigin) ? null
                : $"there is no verdict origin '{gate.VerdictOrigin}' to demand; they are {string.Join(", ", Gate.VerdictOrigins)}";
        }

        if ((gate.Min is null) == (gate.Max is null))
        {
            return "a gate has either a least or a largest value";
        }

        return metrics.FindGate(gate.Metric) is { } metric ? BoundMistake(metric, gate.Min ?? gate.Max!.Value, gate.Certain)
            : $"there is no metric '{gate.Metric}'; metrics are {string.Join(", ", metrics.Gates)}";
    }

    /// <summary>
    /// A bound that every value meets, or none, is a slip of the unit; such a gate would be green, or red, whatever happens.
    /// </summary>
    private static string? BoundMistake(Metric metric, double bound, bool isCertain) =>
        metric.Unit == MetricUnit.Rate && (bound is < 0 or > 1) ? $"{metric.Name} is a share of 0 to 1; for 80 % write 0.8"
        : bound < 0 ? $"{metric.Name} is never below 0"
        : isCertain && !metric.HasInterval ? $"{metric.Name} has no interval, so nothing is certain of it; leave 'certain' out"
        : null;

    private static Gate With(Gate gate, string word, string text)
    {
        if (Comparison(word) is { } comparison)
        {
            var at = word.IndexOf(comparison, StringComparison.Ordinal);
            var bound = Number(word[(at + comparison.Length)..], text);
            return gate with { Metric = word[..at], Min = comparison == ">=" ? bound : null, Max = comparison == "<=" ? bound : null };
        }

        var parts = word.Split('=', 2);
        return (parts[0], parts.Length) switch
        {
            ("certain", 1) => gate with { Certain = true },
            ("model", 2) => gate with { Model = parts[1] },
            ("class", 2) => gate with { Class = parts[1] },
            ("non-inferior-to", 2) => gate with { NonInferiorTo = parts[1] },
            ("verdict-origin" or "judge", 2) => gate with { VerdictOrigin = parts[1] },
            ("margin", 2) => gate with { Margin = Number(parts[1], text) },
            _ => throw new FormatException($"'{text}': '{word}' is not understood; {Form}."),
        };
    }

    private static string? Comparison(string word) =>
        Array.Find([">=", "<="], comparison => word.IndexOf(comparison, StringComparison.Ordinal) > 0);

    private static double Number(string text, string gate) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new FormatException($"'{gate}': '{text}' is no number; {Form}.");
}
