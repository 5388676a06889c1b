using System.CommandLine;
using System.Globalization;
using Eval.Harness.Options;
using Eval.Harness.Simulation;

namespace Eval.Harness.CommandLine;

/// <summary>The options of <c>simulate</c> that give a model a bad day.</summary>
internal sealed class IncidentOptions
{
    private const string ShareExample = "strong=0.3";

    private readonly Option<string[]> _worse = Create("--worse", "MODEL=SHARE",
        "A model that is right less often, for instance strong=0.3: to see what an alarm looks like.");
    private readonly Option<string[]> _failing = Create("--failing", "MODEL=SHARE",
        "A model that answers so many tasks with 503, however often one asks.");
    private readonly Option<string[]> _slower = Create("--slower", "MODEL=TIMES", "A model that takes so many times longer.");
    private readonly Option<string[]> _serves = Create("--serves", "MODEL=NAME", "A model that says it is another one.");

    public void AddTo(Command command)
    {
        foreach (var option in new[] { _worse, _failing, _slower, _serves })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Returns what is different today, by the name of the model.</summary>
    /// <exception cref="UsageException">With all mistakes.</exception>
    public IReadOnlyDictionary<string, SimulatedIncident> Read(ParseResult parsed)
    {
        var incidents = new Dictionary<string, SimulatedIncident>();
        var mistakes = new List<string>();
        void Add(Option<string[]> option, string example, Func<SimulatedIncident, string, SimulatedIncident?> with)
        {
            foreach (var text in parsed.GetValue(option) ?? [])
            {
                var parts = text.Split('=', 2);
                if (parts.Length == 2 && SimulatedProvider.Find(parts[0]) is not null
                    && with(incidents.GetValueOrDefault(parts[0]) ?? new SimulatedIncident(), parts[1]) is { } incident)
                {
                    incidents[parts[0]] = incident;
                }
                else
                {
                    mistakes.Add($"{option.Name} {text}: write {option.HelpName}, for instance {example}; models are "
                        + $"{string.Join(", ", SimulatedProvider.Names)}.");
                }
            }
        }

        Add(_worse, ShareExample, (incident, value) => Number(value, 0, 1) is { } share ? incident with { Worse = share } : null);
        Add(_failing, ShareExample, (incident, value) => Number(value, 0, 1) is { } share ? incident with { Failing = share } : null);
        Add(_slower, "strong=3", (incident, value) => Number(value, 0.01, 1000) is { } times ? incident with { Slower = times } : null);
        Add(_serves, "strong=sim-strong-2", (incident, value) => value.Length > 0 ? incident with { Serves = value } : null);
        return mistakes.Count > 0 ? throw new UsageException(mistakes) : incidents;
    }

    private static Option<string[]> Create(string name, string form, string description) =>
        new(name) { HelpName = form, Description = description, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    private static double? Number(string text, double min, double max) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number : null;
}
