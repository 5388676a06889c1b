using Eval.Datasets;
using Eval.Harness.Configuration;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Results;

namespace Eval.Harness.CommandLine;

/// <summary>Gathers the gates of a file and of the command line.</summary>
internal static class GateFile
{
    /// <summary>
    /// Returns the gates; what is wrong with any is added to the mistakes. Null file: <c>eval.json</c> where there is one.
    /// </summary>
    public static IReadOnlyList<Gate> Read(string? file, IEnumerable<string> typed, List<string> mistakes)
    {
        if (file is not null && !File.Exists(file))
        {
            mistakes.Add($"--gates {file}: there is no such file.");
            return [];
        }

        return [.. ConfigFile.Read(file, mistakes).Gates.Select(gate => gate.ToGate()), .. Parse(typed, mistakes)];
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
