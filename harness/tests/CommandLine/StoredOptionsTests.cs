using System.CommandLine;
using Eval.Harness.CommandLine;
using Eval.Harness.Options;

namespace Eval.Harness.Tests.CommandLine;

public sealed class StoredOptionsTests
{
    [Fact]
    public void What_a_run_was_started_with_comes_back_when_it_is_resumed()
    {
        var options = new RunOptions
        {
            Models = ["sim/strong", "openrouter/a/b"],
            Datasets = ["csharp", "./x.jsonl"],
            Limit = 3,
            Tasks = ["a*", "b?"],
            Classes = ["completion"],
            Samples = 4,
            Temperature = 0.25,
            MaxTokens = 100,
            Seed = 9,
            Sandbox = "roslyn",
            MaxConnections = 5,
            MaxSandboxes = 6,
            TimeoutSeconds = 2.5,
            BudgetUsd = 1.25m,
            MaxInfraErrors = 0.05,
            FailUnder = new Dictionary<string, double> { ["sim/strong"] = 0.5 },
            Cache = true,
            Gates = ["pass_at_1>=0.8 model=a*", "non-inferior-to=latest margin=0.03"],
            Baseline = "latest",
            Confirm = false,
            NewBaseline = true,
            Confirms = "20260101-000000-a",
            Nightly = true,
        };

        var again = Parse(StoredOptions.ToArguments(StoredOptions.Write(options)));

        Assert.Equivalent(options, again, strict: true);
    }

    [Fact]
    public void Defaults_come_back_as_defaults()
    {
        var options = new RunOptions { Models = ["a"] };

        Assert.Equivalent(options, Parse(StoredOptions.ToArguments(StoredOptions.Write(options))), strict: true);
    }

    private static RunOptions Parse(IReadOnlyList<string> words)
    {
        var set = new RunOptionSet();
        var command = new Command("run");
        set.AddTo(command);
        var mistakes = new List<string>();
        var options = set.Read(command.Parse(words), new RunOptions(), mistakes);
        Assert.Empty(mistakes);
        return options;
    }
}
