using Eval.Harness.CommandLine;
using Eval.Harness.Configuration;
using Eval.Harness.Expressions;
using Eval.Harness.Options;
using Eval.Harness.Providers;

namespace Eval.Harness.Tests.Configuration;

public sealed class ReadmeExampleTests
{
    [Fact]
    public void The_night_shown_in_the_readme_is_read_as_it_says()
    {
        var readme = File.ReadAllText(Path.Combine(Require.RepositoryRoot, "harness", "Configuration", "README.md"));
        var file = Path.GetTempFileName();
        File.WriteAllText(file, readme.Split("```json\n")[2].Split("```")[0]);
        var mistakes = new List<string>();

        var config = ConfigFile.Read(file, mistakes);
        var options = NightlyOptions.Read(file, config, ["--quiet"], mistakes);
        File.Delete(file);

        Assert.DoesNotContain(mistakes, mistake => !mistake.Contains("tasks.jsonl", StringComparison.Ordinal));
        Assert.Equal((3, 5m, 0.2, 16, "latest", true, true),
            (options.Samples, options.BudgetUsd, options.Temperature, options.MaxConnections, options.Baseline, options.Nightly,
            options.Quiet));
        Assert.Equal(["pass_at_1>=0.8 model=claude-* certain", "non-inferior-to=latest margin=0.05"], options.Gates);
    }

    [Fact]
    public void The_routing_shown_in_the_readme_is_read_as_it_says()
    {
        var readme = File.ReadAllText(Path.Combine(Require.RepositoryRoot, "harness", "Configuration", "README.md"));
        var file = Path.GetTempFileName();
        File.WriteAllText(file, readme.Split("```json\n")[3].Split("```")[0]);
        var mistakes = new List<string>();

        var routing = ConfigFile.Read(file, mistakes).Routing!.ToOptions();
        File.Delete(file);

        Assert.Empty(mistakes);
        Assert.Equal(("gpt-4o", 0.02, 20000, 2), (routing.BaselineModel, routing.Margin, routing.MaxLatencyP90Ms, routing.MinProviders));
    }

    [Fact]
    public void The_configuration_shown_in_the_readme_is_read_as_it_says()
    {
        var readme = File.ReadAllText(Path.Combine(Require.RepositoryRoot, "harness", "Configuration", "README.md"));
        var file = Path.GetTempFileName();
        File.WriteAllText(file, readme.Split("```json\n")[1].Split("```")[0]);
        var mistakes = new List<string>();

        var config = ConfigFile.Read(file, mistakes);
        var options = new RunOptions { Models = ["qwen-lab", "lab/another-model"] };
        var (models, wrong) = ModelResolver.Resolve(options.ModelChoice, config, null,
            variable => variable == "LAB_API_KEY" ? "secret" : null);
        File.Delete(file);

        Assert.Empty(mistakes.Concat(wrong));
        Assert.Equal(["Qwen/Qwen2.5-Coder-32B-Instruct", "another-model"], models.Select(model => model.RequestedModel));
        Assert.Equal((0.2, 4096, 0.20m), (models[0].Parameters.Temperature, models[0].Parameters.MaxTokens,
            models[0].Price!.InputUsdPerMillionTokens));
        Assert.All(models, model => Assert.Equal("https://llm.example.com/v1", model.Endpoint.BaseUrl.AbsoluteUri));
        TaskFilterExpression.Compile(config.Filter!);
        Assert.All(config.Metrics, metric => MetricExpression.Compile(metric.Key, metric.Value));
    }
}
