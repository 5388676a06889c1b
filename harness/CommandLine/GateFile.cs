using Eval.Harness.Configuration;
using Eval.Reports.Gates;

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

        var gates = ConfigFile.Read(file, mistakes).Gates.Select(gate => gate.ToGate()).ToList();
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
