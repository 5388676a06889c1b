using System.Globalization;
using Eval.Harness.Configuration;
using Eval.Harness.Issues;
using Eval.Reports.Gates;

namespace Eval.Harness.Options;

/// <summary>The options of a run as they are stored with it, by their names on the command line, and back; and what the configuration declares for routing.</summary>
internal static class StoredOptions
{
    /// <summary>The option that is stored with a run of <c>nightly</c>, which finishes and thins out its own runs only.</summary>
    public const string Nightly = "--nightly";

    private const string Budget = "--budget-usd";

    /// <summary>Returns stored options with the budget that a run is gone on with.</summary>
    public static IReadOnlyDictionary<string, string> WithBudget(IReadOnlyDictionary<string, string> stored, decimal? budgetUsd)
    {
        var changed = new SortedDictionary<string, string>(stored.ToDictionary(), StringComparer.Ordinal);
        changed.Remove(Budget);
        if (budgetUsd is { } usd)
        {
            changed[Budget] = usd.ToString(CultureInfo.InvariantCulture);
        }

        return changed;
    }

    public static IReadOnlyDictionary<string, string> Write(RunOptions options, RoutingConfig? routing = null)
    {
        var stored = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Add(string name, object? value)
        {
            if (value is not null && Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text)
            {
                stored[name] = text;
            }
        }

        Add("--models", string.Join(',', options.Models));
        Add("--completions", string.Join(',', options.Completions));
        Add("--predictions", string.Join(',', options.Predictions));
        Add("--repositories", options.Repositories == new RunOptions().Repositories ? null : options.Repositories);
        Add("--test-timeout", options.TestTimeoutSeconds == new RunOptions().TestTimeoutSeconds ? null : options.TestTimeoutSeconds);
        Add("--scaffold", options.Scaffold == RunOptions.AgentScaffold ? null : options.Scaffold);
        Add("--edit-format", options.EditFormat == new RunOptions().EditFormat ? null : options.EditFormat);
        Add("--max-steps", options.Agent.MaxSteps == new AgentOptions().MaxSteps ? null : options.Agent.MaxSteps);
        Add("--max-cost-per-attempt", options.Agent.CostLimitUsd == new AgentOptions().CostLimitUsd ? null : options.Agent.CostLimitUsd);
        Add("--attempt-timeout", options.Agent.Time == new AgentOptions().Time ? null : options.Agent.Time.TotalSeconds);
        Add("--command-timeout", options.Agent.CommandTime == new AgentOptions().CommandTime ? null : options.Agent.CommandTime.TotalSeconds);
        Add("--datasets", string.Join(',', options.Datasets));
        Add("--limit", options.Limit);
        Add("--tasks", string.Join(',', options.Tasks));
        Add("--class", string.Join(',', options.Classes));
        Add("--samples", options.Samples);
        Add("--temperature", options.Temperature);
        Add("--max-tokens", options.MaxTokens);
        Add("--seed", options.Seed);
        Add("--sandbox", options.Sandbox);
        Add("--assembly", options.Assembly);
        Add("--docker-runtime", options.DockerRuntime);
        Add("--docker-base", options.DockerBase);
        Add("--answers-per-container", options.AnswersPerContainer);
        Add("--max-connections", options.MaxConnections);
        Add("--max-sandboxes", options.MaxSandboxes);
        Add("--timeout", options.TimeoutSeconds);
        Add(Budget, options.BudgetUsd);
        Add("--config", options.Config);
        Add("--record", options.Record);
        Add("--replay", options.Replay);
        Add("--max-infra-errors", options.MaxInfraErrors);
        Add("--fail-under", string.Join(',', options.FailUnder.Select(gate => $"{gate.Key}={gate.Value.ToString(CultureInfo.InvariantCulture)}")));
        Add("--gate", string.Join(';', options.Gates));
        Add("--baseline", options.Baseline);
        Add("--confirms", options.Confirms);
        foreach (var (name, isSet) in new[] { ("--no-confirm", !options.Confirm), ("--new-baseline", options.NewBaseline), (Nightly, options.Nightly), ("--no-check", !options.Check), ("--cache", options.Cache) })
        {
            Add(name, isSet ? "true" : null);
        }

        Add(RoutingConfig.StoredAs, routing?.ToStored());
        return stored;
    }

    /// <summary>Returns the gates that a run was started with, without those that only another version of the program understands.</summary>
    public static IReadOnlyList<Gate> Gates(IReadOnlyDictionary<string, string> stored) =>
        stored.TryGetValue("--gate", out var gates) ? gates.Split(';').Select(GateParser.TryParse).OfType<Gate>().ToList() : [];

    /// <summary>Returns the stored options as words of a command line, each with its value, so that no value is taken for an option.</summary>
    public static IReadOnlyList<string> ToArguments(IReadOnlyDictionary<string, string> stored) =>
        stored.Where(option => option.Key != RoutingConfig.StoredAs).Select(option => $"{option.Key}={option.Value}").ToList();
}
