using Eval.Harness.Configuration;
using Eval.Harness.Runs;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Reports.Statistics;

namespace Eval.Harness.CommandLine;

/// <summary>Gathers the gates of a file and of the command line.</summary>
internal static class GateFile
{
    /// <summary>Returns the gates; what is wrong with any is added to the mistakes. Null file: <c>eval.json</c> where there is one.</summary>
    public static IReadOnlyList<Gate> Read(string? file, IEnumerable<string> typed, List<string> mistakes)
    {
        if (file is not null && !File.Exists(file))
        {
            mistakes.Add($"--gates {file}: there is no such file.");
            return [];
        }

        return [.. ConfigFile.Read(file, mistakes).Gates.Select(gate => gate.ToGate()), .. Parse(typed, mistakes)];
    }

    /// <summary>Checks before anything is asked that what the gates name will be there.</summary>
    /// <exception cref="UsageException">With all mistakes.</exception>
    public static async Task CheckAsync(RunPlan plan, RunOptions options, CancellationToken ct)
    {
        var mistakes = new List<string>();
        var models = plan.Models.Select(model => model.Name).ToList();
        var classes = plan.Tasks.Select(task => task.Class).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var gate in options.Gates.Select(GateParser.Parse))
        {
            void Need(bool holds, string mistake)
            {
                if (!holds)
                {
                    mistakes.Add($"gate \"{gate}\": {mistake}.");
                }
            }

            Need(models.Exists(gate.IsFor), $"the run has no model {gate.Model}; its models are {string.Join(", ", models)}");
            Need(gate.Class == SummaryRow.All || classes.Contains(gate.Class), $"the run has no tasks of class {gate.Class}; its classes are {string.Join(", ", classes)}");
            if (gate.OtherModel is { } other)
            {
                Need(models.Contains(other), $"the run has no model {other}; its models are {string.Join(", ", models)}");
            }
            else if (gate.NonInferiorTo is { } run and not RunHistory.Latest)
            {
                Need(await StoredRuns.ExistsAsync(options.Out, run, ct), $"{options.Out} has no run {run}");
            }
        }

        if (mistakes.Count > 0)
        {
            throw new UsageException(mistakes);
        }
    }

    /// <summary>Returns gates as they were typed; what is wrong with any is added to the mistakes.</summary>
    public static IReadOnlyList<Gate> Parse(IEnumerable<string> typed, List<string> mistakes)
    {
        var gates = new List<Gate>();
        foreach (var text in typed)
        {
            try
            {
                gates.Add(GateParser.Parse(text));
            }
            catch (FormatException e)
            {
                mistakes.Add($"--gate {e.Message}");
            }
        }

        return gates;
    }
}
