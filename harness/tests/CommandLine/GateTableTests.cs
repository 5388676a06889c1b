using Eval.Harness.CommandLine;
using Eval.Harness.Console;
using Eval.Reports.Gates;

namespace Eval.Harness.Tests.CommandLine;

public sealed class GateTableTests
{
    [Fact]
    public void Each_gate_stands_in_a_line_of_its_own_with_what_it_saw()
    {
        using var output = new StringWriter();
        var gate = GateParser.Parse("pass_at_1>=0.5");

        GateTable.Print(new Terminal(output, output, isInteractive: false, useColor: false),
            [new GateResult(gate, "a", true, "90.0%"), new GateResult(gate, "", false, "no such model\nforged line")]);

        var lines = output.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Equal($"gate passed: {gate}, a: 90.0%", lines[0]);
        Assert.StartsWith($"gate FAILED: {gate}: no such model", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
    }
}
