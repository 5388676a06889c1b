using Eval.Harness.Console;
using Eval.Reports.Gates;

namespace Eval.Harness.CommandLine;

/// <summary>Prints what gates saw.</summary>
internal static class GateTable
{
    public static void Print(Terminal terminal, IReadOnlyList<GateResult> results)
    {
        foreach (var result in results)
        {
            terminal.PrintLine($"gate {(result.IsPassed ? "passed" : "FAILED")}: "
                + $"{result.Gate}{(result.Model.Length > 0 ? $", {result.Model}" : "")}: {result.Reason}");
        }
    }
}
