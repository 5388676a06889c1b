using System.Globalization;
using Eval.Harness.Configuration;
using Eval.Reports.Gates;
using Eval.Results.Records;

namespace Eval.Harness.Options;

/// <summary>The options of a run as they are stored with it, and back; and what the configuration declares for routing.</summary>
internal static class StoredOptions
{
    /// <summary>Returns stored settings with the budget that a run is gone on with.</summary>
    public static RunSettings WithBudget(RunSettings stored, decimal? budgetUsd)
    {
        var others = new SortedDictionary<string, string>(stored.Others.ToDictionary(), StringComparer.Ordinal);
        others.Remove(RunOptions.BudgetOption.Name);
        if (budgetUsd is { } usd)
        {
            others[RunOptions.BudgetOption.Name] = usd.ToString(CultureInfo.InvariantCulture);
        }

        return stored with { Others = others };
    }

    /// <summary>Returns what is stored of the options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="routing">What the configuration declares for routing.</param>
    /// <param name="declared">The declarations. Default: all of them.</param>
    public static RunSettings Write(RunOptions options, RoutingConfig? routing = null, IReadOnlyList<RunOption>? declared = null)
    {
        var stored = (declared ?? RunOptions.Declared())
            .Select(option => (option.Decides, option.Name, Text: option.ToStored(options)))
            .Where(option => option.Text is not null)
            .ToLookup(option => option.Decides, option => KeyValuePair.Create(option.Name, option.Text!));
        return new RunSettings
        {
            Tasks = Sorted(stored[Decides.Tasks]),
            Answers = Sorted(stored[Decides.Answers]),
            Others = Sorted(stored[Decides.Nothing]),
            IsNightly = options.Nightly,
            BeginsBaseline = options.NewBaseline,
            Confirms = options.Confirms,
            Baseline = options.Baseline,
            MaxSandboxes = options.MaxSandboxes,
            Gates = options.Gates,
            Routing = routing?.ToStored(),
        };
    }

    /// <summary>
    /// Returns the gates that a run was started with, without those that only another version of the program understands.
    /// </summary>
    public static IReadOnlyList<Gate> Gates(RunSettings stored) => stored.Gates.Select(GateParser.TryParse).OfType<Gate>().ToList();

    /// <summary>
    /// Returns the stored options as words of a command line, each with its value, so that no value is taken for an option.
    /// </summary>
    public static IReadOnlyList<string> ToArguments(RunSettings stored) =>
        stored.Tasks.Concat(stored.Answers).Concat(stored.Others).Select(option => $"{option.Key}={option.Value}").ToList();

    private static SortedDictionary<string, string> Sorted(IEnumerable<KeyValuePair<string, string>> options) =>
        new(options.ToDictionary(), StringComparer.Ordinal);
}
