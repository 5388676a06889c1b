using System.Globalization;
using Eval.Harness.Configuration;
using Eval.Reports.Gates;

namespace Eval.Harness.Options;

/// <summary>
/// The options of a run as they are stored with it, by their names on the command line, and back; and what the configuration declares for
/// routing.
/// </summary>
internal static class StoredOptions
{
    /// <summary>The option that is stored with a run of <c>nightly</c>, which finishes and thins out its own runs only.</summary>
    public static string Nightly => RunOptions.NightlyOption.Name;

    /// <summary>Returns stored options with the budget that a run is gone on with.</summary>
    public static IReadOnlyDictionary<string, string> WithBudget(IReadOnlyDictionary<string, string> stored, decimal? budgetUsd)
    {
        var changed = new SortedDictionary<string, string>(stored.ToDictionary(), StringComparer.Ordinal);
        changed.Remove(RunOptions.BudgetOption.Name);
        if (budgetUsd is { } usd)
        {
            changed[RunOptions.BudgetOption.Name] = usd.ToString(CultureInfo.InvariantCulture);
        }

        return changed;
    }

    /// <summary>Returns what is stored of the options, by name.</summary>
    /// <param name="options">The options.</param>
    /// <param name="routing">What the configuration declares for routing.</param>
    /// <param name="declared">The declarations. Default: all of them.</param>
    public static IReadOnlyDictionary<string, string> Write(RunOptions options, RoutingConfig? routing = null,
        IReadOnlyList<RunOption>? declared = null)
    {
        var stored = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in declared ?? RunOptions.Declared())
        {
            if (option.ToStored(options) is { } text)
            {
                stored[option.Name] = text;
            }
        }

        if (routing?.ToStored() is { Length: > 0 } declaredRouting)
        {
            stored[RoutingConfig.StoredAs] = declaredRouting;
        }

        return stored;
    }

    /// <summary>
    /// Returns the gates that a run was started with, without those that only another version of the program understands.
    /// </summary>
    public static IReadOnlyList<Gate> Gates(IReadOnlyDictionary<string, string> stored) =>
        stored.TryGetValue(RunOptions.GateOption.Name, out var gates)
            ? gates.Split(';').Select(GateParser.TryParse).OfType<Gate>().ToList() : [];

    /// <summary>
    /// Returns the stored options as words of a command line, each with its value, so that no value is taken for an option.
    /// </summary>
    public static IReadOnlyList<string> ToArguments(IReadOnlyDictionary<string, string> stored) =>
        stored.Where(option => option.Key != RoutingConfig.StoredAs).Select(option => $"{option.Key}={option.Value}").ToList();
}
