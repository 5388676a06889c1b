using Eval.Results.Records;

namespace Eval.Harness.Tests.Issues;

/// <summary>
/// Routing policies at work on issues, on a real engine: an agent whose calls fail over, and answers that the existing tests verify.
/// </summary>
[Trait("Needs", "docker")]
public sealed class PolicyOnIssuesTests : IDisposable
{
    private readonly GradingFolder _folder = new();

    public PolicyOnIssuesTests() => _folder.WriteCalculator();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_call_of_an_agent_fails_over_and_every_one_is_kept_and_paid()
    {
        GradingFolder.NeedEngine();
        _folder.Eval.Environment["OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1";
        _folder.Eval.Environment["OPENAI_API_KEY"] = "none";
        _folder.Write("p.json",
            """{ "schema": 1, "name": "p", "policy": { "kind": "failover", "policies": ["openai/gone", "sim/strong"] } }""");

        var result = await _folder.Eval.RunAsync("run", "--datasets", "tasks", "--models", "policy:p.json", "--samples", "2");

        Assert.True(result.ExitCode == 0, result.Error);
        var attempts = await _folder.StoredAttemptsAsync();
        Assert.Contains(attempts, attempt => attempt.Passed);
        Assert.All(attempts, attempt =>
        {
            var path = PolicyPath.Parse(attempt.Texts!.Calls)!;
            var steps = Trajectory.Parse(attempt.Texts.Trajectory)!.Steps.Count;
            Assert.Equal(
                Enumerable.Repeat(new[] { ("openai/gone", PolicyCallOutcome.Failed), ("sim/strong", PolicyCallOutcome.Answered) }, steps)
                    .SelectMany(pair => pair),
                path.Calls.Select(call => (call.Model, call.Outcome)));
            Assert.Equal(path.CostUsd, attempt.CostUsd);
        });
    }

    [Fact]
    public async Task Answers_that_break_what_worked_before_are_asked_for_again_from_the_next_model()
    {
        GradingFolder.NeedEngine();
        _folder.Write("p.json", """
            { "schema": 1, "name": "p", "policy": { "kind": "cascade", "stages": [{ "policy": "sim/cheap", "verify": [{ "kind": "existing_tests" }] }, { "policy": "sim/strong" }] } }
            """);

        var result = await _folder.Eval.RunAsync("run", "--datasets", "tasks", "--models", "policy:p.json,sim/cheap", "--samples", "6",
            "--scaffold", "single");

        Assert.True(result.ExitCode == 0, result.Error);
        var attempts = await _folder.StoredAttemptsAsync();
        var alone = attempts.Where(attempt => attempt.Key.Model == "sim/cheap").ToDictionary(attempt => attempt.Key.Sample);
        var routed = attempts.Where(attempt => attempt.Key.Model != "sim/cheap").ToList();
        Assert.Equal(6, routed.Count);
        Assert.All(routed, attempt =>
        {
            // The same sample of the cheap model alone says what its existing tests did, and so what must have become of its answer here.
            var path = PolicyPath.Parse(attempt.Texts!.Calls)!;
            var grading = IssueGrading.Parse(alone[attempt.Key.Sample].Texts!.Grading);
            var isAccepted = grading is { IsApplied: true, PassToPassFailed.Count: 0, PassToPassSucceeded.Count: > 0 };
            Assert.Equal(isAccepted, path.Calls[0].IsAccepted);
            Assert.Equal(isAccepted ? "sim/cheap" : "sim/strong", path.Served);
            Assert.Equal(isAccepted ? 1 : 2, path.Calls.Count);
        });
        Assert.Equal(2, routed.Select(attempt => PolicyPath.Parse(attempt.Texts!.Calls)!.Served).Distinct().Count());
    }
}
