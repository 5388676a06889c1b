using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Eval.Harness.Configuration;
using Eval.Harness.Options;

namespace Eval.Harness.CommandLine;

/// <summary>Makes the options of a nightly run from the configuration file.</summary>
internal static class NightlyOptions
{
    /// <summary>No baseline.</summary>
    private const string None = "none";

    /// <summary>Returns the options; what is wrong with the file is added to the mistakes, all of it.</summary>
    /// <param name="file">The configuration file.</param>
    /// <param name="config">What it says.</param>
    /// <param name="typed">What was typed behind <c>nightly</c>, which wins.</param>
    /// <param name="mistakes">Where mistakes go.</param>
    public static RunOptions Read(string file, EvalConfig config, IReadOnlyList<string> typed, List<string> mistakes)
    {
        var nightly = config.Nightly!;
        var set = new RunOptionSet();
        var command = new Command(RunCommand.Name);
        set.AddTo(command);
        var root = new RootCommand { command };
        var switches = command.Options.Where(option => option.ValueType == typeof(bool)).Select(option => option.Name)
            .ToHashSet(StringComparer.Ordinal);
        var given = typed.Select(Name).ToHashSet(StringComparer.Ordinal);
        var words = Words(file, nightly, switches, mistakes).Where(word => !given.Contains(Name(word)));
        var parsed = root.Parse([RunCommand.Name, .. words, .. typed]);
        var wrong = ParseMistakes.Describe(parsed, root).ToList();
        var defaults = RunOptions.FromEnvironment(Environment.GetEnvironmentVariable) with
        {
            Config = file,
            Nightly = true,
            Baseline = nightly.Baseline == None ? null : nightly.Baseline,
        };
        var options = set.Read(parsed, defaults, wrong);
        mistakes.AddRange(wrong.Distinct().Select(mistake => $"{file}, field 'nightly': {mistake}"));
        return options with { Gates = [.. config.Gates.Select(gate => gate.ToGate().ToString()), .. options.Gates] };
    }

    /// <summary>The fields as words of the command line, so that what is wrong with a value is told as it is there.</summary>
    private static List<string> Words(string file, NightlyConfig nightly, HashSet<string> switches, List<string> mistakes)
    {
        var words = new List<string>();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                // One word: a value is never taken for an option, nor for a file of arguments.
                words.Add($"--{name}={value}");
            }
        }

        Add("models", string.Join(',', nightly.Models));
        Add("datasets", string.Join(',', nightly.Datasets));
        Add("class", string.Join(',', nightly.Classes));
        Add("limit", nightly.Limit?.ToString(CultureInfo.InvariantCulture));
        Add("samples", nightly.Samples?.ToString(CultureInfo.InvariantCulture));
        Add("budget-usd", nightly.BudgetUsd?.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in nightly.Options)
        {
            if (switches.Contains($"--{name}"))
            {
                switch (value.ValueKind)
                {
                    case JsonValueKind.True:
                        words.Add($"--{name}");
                        break;
                    case JsonValueKind.False:
                        break;
                    default:
                        mistakes.Add($"{file}, field 'nightly.options.{name}': write true or false.");
                        break;
                }
            }
            else if (value.ValueKind == JsonValueKind.Array)
            {
                Add(name, string.Join(',', value.EnumerateArray().Select(Text)));
            }
            else
            {
                Add(name, Text(value));
            }
        }

        return words;
    }

    private static string Name(string word) => word.Split('=')[0];

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
