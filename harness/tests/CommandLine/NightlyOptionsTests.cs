using System.Text.Json;
using Eval.Harness.CommandLine;
using Eval.Harness.Configuration;
using Eval.Harness.Options;

namespace Eval.Harness.Tests.CommandLine;

public sealed class NightlyOptionsTests
{
    private readonly List<string> _mistakes = [];

    [Fact]
    public void The_file_says_what_is_run_and_what_is_typed_is_added()
    {
        var options = Read(new NightlyConfig
        {
            Models = ["sim/strong", "sim/cheap"], Datasets = ["csharp"], Limit = 5, Samples = 2, BudgetUsd = 1.5m,
            Options = Fields("""{ "temperature": 0.5, "cache": true, "tasks": ["a*", "b"] }"""),
        }, "--max-tokens", "300");

        Assert.DoesNotContain(_mistakes, mistake => !mistake.Contains("--config", StringComparison.Ordinal));
        Assert.Equal(["sim/strong", "sim/cheap"], options.Models);
        Assert.Equal((5, 2, 300, 1.5m, 0.5),
            (options.Limit, options.Samples, options.MaxTokens, options.BudgetUsd, options.Temperature));
        Assert.Equal((true, true, "latest"), (options.Cache, options.Nightly, options.Baseline));
        Assert.Equal(["a*", "b"], options.Tasks);
    }

    [Theory]
    [InlineData("--junit", "typed.xml")]
    [InlineData("--junit=typed.xml")]
    public void What_is_typed_wins_over_the_file(params string[] typed)
    {
        var options = Read(new NightlyConfig
        {
            Models = ["sim/strong"], Datasets = ["csharp"], Options = Fields("""{ "junit": "file.xml", "out": "nights" }"""),
        }, typed);

        Assert.DoesNotContain(_mistakes, mistake => !mistake.Contains("--config", StringComparison.Ordinal));
        Assert.Equal(("typed.xml", "nights"), (options.JUnit, options.Out));
    }

    [Fact]
    public void A_night_may_be_compared_with_nothing() =>
        Assert.Null(Read(new NightlyConfig { Models = ["sim/strong"], Datasets = ["csharp"], Baseline = "none" }).Baseline);

    [Fact]
    public void The_gates_of_the_file_and_those_typed_both_count()
    {
        var options = Read(new NightlyConfig { Models = ["sim/strong"], Datasets = ["csharp"] }, "--gate", "availability>=0.9");

        Assert.Equal(2, options.Gates.Count);
        Assert.StartsWith("pass_at_1", options.Gates[0], StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_with_the_file_is_told_with_its_field()
    {
        Read(new NightlyConfig
        {
            Models = ["sim/strong"], Datasets = ["csharp"], Samples = 0,
            Options = Fields("""{ "cache": "often", "tempreature": 1 }"""),
        });

        Assert.Contains("eval.json, field 'nightly.options.cache': write true or false.", _mistakes);
        Assert.Contains("eval.json, field 'nightly': --tempreature is not an option; did you mean --temperature?", _mistakes);
        Assert.Contains(_mistakes, mistake => mistake.StartsWith("eval.json, field 'nightly': --samples", StringComparison.Ordinal));
    }

    private static Dictionary<string, JsonElement> Fields(string json) =>
        JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);

    private RunOptions Read(NightlyConfig nightly, params string[] typed) => NightlyOptions.Read("eval.json",
        new EvalConfig { Nightly = nightly, Gates = [new GateConfig { Metric = "pass_at_1", Min = 0.5 }] }, typed, _mistakes);
}
