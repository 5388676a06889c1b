using Eval.Results.Records;
using Eval.Results.Statistics;
using Eval.Routing.Evaluation;

namespace Eval.Reports.Tests.Routing;

/// <summary>Builds tables of outcomes whose truth is known.</summary>
internal static class ATable
{
    public static OutcomeCell Cell(bool passed, double cost = 1, double latencyMs = 1000, bool? publicTests = null,
        double? tokens = null) => new()
    {
        IsAnswered = true,
        Passed = passed,
        CostUsd = cost,
        LatencyMs = latencyMs,
        TtftMs = latencyMs / 4,
        PublicTestsPassed = publicTests,
        Builds = true,
        OutputTokens = tokens,
    };

    public static OutcomeCell Failure(double? detectionMs = null) =>
        new() { IsAnswered = false, Passed = false, CostUsd = 0, LatencyMs = detectionMs };

    public static RoutedTask Task(string id, params (string Model, OutcomeCell Cell)[] cells) => new()
    {
        Id = id,
        Class = "completion",
        Cells = cells.GroupBy(cell => cell.Model)
            .ToDictionary(model => model.Key, model => (IReadOnlyList<OutcomeCell>)[.. model.Select(cell => cell.Cell)]),
    };

    public static RoutingTable From(IReadOnlyList<RoutedTask> tasks, string providerPrefix = "at-") => new()
    {
        Tasks = tasks,
        Models = [.. tasks[0].Cells.Keys.Select(model => An.Model(model) with { Provider = providerPrefix + model })],
        Runs = [An.Run([.. tasks[0].Cells.Keys])],
    };

    /// <summary>Draws a table: each cell is made from the task's number, the model and uniform numbers of its own.</summary>
    public static RoutingTable Drawn(int tasks, ulong seed, string[] models, Func<int, string, Func<double>, OutcomeCell> cell,
        Func<int, string>? classOf = null, int samples = 1)
    {
        var number = 0L;
        double Uniform() => (SplitMix64.At(seed, number++) >> 11) * (1.0 / (1UL << 53));
        return From([.. Enumerable.Range(0, tasks).Select(task => Task(
            $"task-{task:0000}",
                [.. models.SelectMany(model => Enumerable.Range(0, samples).Select(_ => (model, cell(task, model, Uniform))))])
                with { Class = classOf?.Invoke(task) ?? "completion" })]);
    }
}
