using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Results.Records;

namespace Eval.Results.Storage;

/// <summary>
/// Reads the settings of runs of formats 1 and 2: all options were one list of texts by their names on the command line, with what was
/// declared for routing among them.
/// </summary>
internal static class FormatTwoOptions
{
    private const string Routing = "routing";

    // What decided then; later options were not known to these runs.
    private static readonly string[] OfTasks = ["--tasks", "--class", "--limit"];

    private static readonly string[] OfAnswers =
    [
        "--samples", "--timeout", "--sandbox", "--assembly", "--scaffold", "--edit-format", "--max-steps", "--max-cost-per-attempt",
        "--attempt-timeout", "--command-timeout", "--test-timeout",
    ];

    /// <summary>Writes the settings of a stored run in today's form.</summary>
    public static void Upgrade(JsonObject run)
    {
        var options = run["Options"] is JsonObject stored ? stored.Deserialize<Dictionary<string, string>>()! : [];
        run.Remove("Options");
        if (run.Remove("IsTold", out var isConcluded) && isConcluded is not null)
        {
            run["isTold"] = isConcluded;
        }

        var settings = new RunSettings
        {
            Tasks = Those(OfTasks.Contains),
            Answers = Those(OfAnswers.Contains),
            Others = Those(name => !OfTasks.Contains(name) && !OfAnswers.Contains(name) && name != Routing),
            IsNightly = options.ContainsKey("--nightly"),
            BeginsBaseline = options.ContainsKey("--new-baseline"),
            Confirms = options.GetValueOrDefault("--confirms"),
            Baseline = options.GetValueOrDefault("--baseline"),
            MaxSandboxes = int.TryParse(options.GetValueOrDefault("--max-sandboxes"), CultureInfo.InvariantCulture, out var number)
                ? number : null,
            Gates = options.GetValueOrDefault("--gate")?.Split(';') ?? [],
            Routing = options.GetValueOrDefault(Routing),
        };
        run["options"] = JsonSerializer.SerializeToNode(settings);

        Dictionary<string, string> Those(Func<string, bool> isOne) =>
            options.Where(option => isOne(option.Key)).ToDictionary(option => option.Key, option => option.Value);
    }
}
