using Eval.Harness.CommandLine;
using Eval.Harness.Options;
using Eval.Harness.Planning;
using Eval.Harness.Tests.Planning;
using Eval.Results.Statistics;

namespace Eval.Harness.Tests.CommandLine;

public sealed class PowerSentencesTests
{
    private static readonly PairPower Known = new()
    {
        First = "a", Second = "b", Runs = ["monday"], KnownTasks = 80, Discordance = new Estimate(0.2, 0.1, 0.3, 80), Smallest = 0.1,
        Wanted = [new WantedDifference(0.05, 600, 4)],
    };

    [Fact]
    public void Too_few_tasks_show_nothing_and_nothing_else_is_said()
    {
        var power = PowerForecast.Create(APlan.Create(2, new RunOptions(), "a"), new PlanHistory());

        Assert.Contains("2 tasks", Assert.Single(PowerSentences.Create(power, "runs", 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_assumed_is_called_so()
    {
        var power = PowerForecast.Create(APlan.Create(100, new RunOptions(), "a", "b"), new PlanHistory());

        Assert.Contains(PowerSentences.Create(power, "runs", 2),
            sentence => sentence.Contains("assumed: no run in runs", StringComparison.Ordinal));
        Assert.Contains(PowerSentences.Create(power, "runs", 1),
            sentence => sentence.Contains("One model is planned", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_known_is_said_with_its_runs_and_what_more_samples_would_show()
    {
        var sentences = PowerSentences.Create(Power(Known), "runs", 2).ToList();

        Assert.Contains(sentences, sentence => sentence.Contains("80 tasks of monday", StringComparison.Ordinal));
        Assert.Contains(sentences, sentence => sentence.StartsWith("a, b: 4 samples a task", StringComparison.Ordinal));
        Assert.DoesNotContain(sentences, sentence => sentence.Contains("assum", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_no_number_of_samples_helps_it_is_said()
    {
        var hopeless = Known with { Smallest = null, Wanted = [new WantedDifference(0.05, 600, null)] };

        var sentences = PowerSentences.Create(Power(hopeless), "runs", 2).ToList();

        Assert.Contains(sentences, sentence => sentence.StartsWith("nothing:", StringComparison.Ordinal));
        Assert.Contains(sentences, sentence => sentence.StartsWith("More samples are no way out", StringComparison.Ordinal));
    }

    [Fact]
    public void Pairs_that_are_not_shown_are_counted()
    {
        var pairs = Enumerable.Range(0, DryRun.MaxPairs + 2).Select(number => Known with { First = $"a{number}" }).ToArray();

        Assert.Contains(PowerSentences.Create(Power(pairs), "runs", 5),
            sentence => sentence.StartsWith("2 more pairs", StringComparison.Ordinal));
    }

    private static PowerForecast Power(params PairPower[] pairs) => new() { Tasks = 100, Samples = 1, Pairs = pairs };
}
