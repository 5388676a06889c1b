using System.CommandLine;
using Eval.Harness.CommandLine;
using Eval.Harness.Options;
using Eval.Harness.Simulation;

namespace Eval.Harness.Tests.CommandLine;

public sealed class IncidentOptionsTests
{
    [Fact]
    public void What_is_said_of_one_model_adds_up()
    {
        var incidents = Read("--worse", "strong=0.3", "--slower", "strong=2.5", "--serves", "strong=sim-2", "--failing", "cheap=1");

        Assert.Equal(new SimulatedIncident { Worse = 0.3, Slower = 2.5, Serves = "sim-2" }, incidents["strong"]);
        Assert.Equal(new SimulatedIncident { Failing = 1 }, incidents["cheap"]);
    }

    [Fact]
    public void A_usual_day_has_no_incidents() => Assert.Empty(Read());

    [Theory]
    [InlineData("--worse", "nobody=0.3")]
    [InlineData("--worse", "strong")]
    [InlineData("--worse", "strong=1.5")]
    [InlineData("--failing", "strong=-1")]
    [InlineData("--slower", "strong=0")]
    [InlineData("--slower", "strong=often")]
    [InlineData("--serves", "strong=")]
    public void What_cannot_be_is_told_with_an_example_and_the_models(string option, string value)
    {
        var exception = Assert.Throws<UsageException>(() => Read(option, value, "--worse", "other"));

        Assert.Equal(2, exception.Mistakes.Count);
        Assert.Contains(exception.Mistakes, mistake =>
            mistake.StartsWith($"{option} {value}: write MODEL=", StringComparison.Ordinal)
            && mistake.Contains("for instance strong=", StringComparison.Ordinal) && mistake.Contains("cheap", StringComparison.Ordinal));
    }

    private static IReadOnlyDictionary<string, SimulatedIncident> Read(params string[] words)
    {
        var options = new IncidentOptions();
        var command = new Command("simulate");
        options.AddTo(command);
        return options.Read(command.Parse(words));
    }
}
