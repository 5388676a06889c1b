using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Scoring;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Tests.Scoring;

/// <summary>
/// What tests expect is worked out of their own text, once for a task, whatever answers are called and whatever fails meanwhile.
/// </summary>
public sealed class ExpectedValuesTests(ScorerFixture fixture) : IClassFixture<ScorerFixture>
{
    private const string Outside =
        "Debug.Assert(Adder.Add(1, 2) == 3);\nAssert.Equal(new List<int> { 5 }, new List<int> { Adder.Add(2, 3) });";

    [Fact]
    public async Task They_are_evaluated_once_however_answers_name_their_types()
    {
        var sandbox = new WatchedSandbox(fixture.Sandbox);
        var scorer = new FunctionScorer(sandbox, fixture.Sandbox, new ResourceLimits());

        var scored = new List<ScoredAnswer>();
        for (var i = 0; i < 5; i++)
        {
            scored.Add(await ScoreAsync(scorer, Outside, $"namespace Own{i} {{ public class Other{i} {{ }} {Adder} }}"));
        }

        Assert.All(scored, answer => Assert.Equal((Verdict.Passed, null), (answer.Verdict, answer.Error)));
        Assert.Equal(1, sandbox.Programs.Count(program => program == "Expected.cs"));
    }

    [Fact]
    public async Task A_sandbox_that_fails_makes_no_weaker_judge_of_the_next_answers()
    {
        var sandbox = new WatchedSandbox(fixture.Sandbox) { Failures = 1 };
        var scorer = new FunctionScorer(sandbox, fixture.Sandbox, new ResourceLimits());

        await Assert.ThrowsAsync<SandboxUnavailableException>(() => ScoreAsync(scorer, Outside, Adder));
        var scored = await ScoreAsync(scorer, Outside, Adder);

        Assert.Equal((Verdict.Passed, null), (scored.Verdict, scored.Output));
    }

    [Fact]
    public async Task Where_they_mean_nothing_outside_that_is_told_with_the_reason()
    {
        var scored = await ScoreAsync(fixture.Scorer, "Assert.Equal(new Pair(1), new Pair(Adder.Add(0, 1)));\nrecord Pair(int Value);",
            Adder);

        Assert.Equal(Verdict.Passed, scored.Verdict);
        Assert.Contains(
            "equality was decided in the answer's process, because an expected side does not compile without the answer (CS0246",
            scored.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_they_take_more_than_an_answer_may_the_task_can_judge_nobody()
    {
        var scored = await ScoreAsync(fixture.Scorer, "Assert.Equal(new byte[2000000000], new byte[Adder.Add(0, 1)]);", Adder);

        Assert.Equal((Verdict.SandboxError, "line 1 of its test program: its expected values cannot be evaluated: used more than 512 MiB"),
            (scored.Verdict, scored.UnfitReason));
    }

    private const string Adder = "public static class Adder { public static int Add(int left, int right) => left + right; }";

    private static Task<ScoredAnswer> ScoreAsync(FunctionScorer scorer, string tests, string answer) => scorer.ScoreAsync(
        new FunctionTask
        {
            Id = $"adder-{tests.Length}",
            Dataset = "expected",
            Language = "csharp",
            Class = "completion",
            Prompt = "Write a class Adder.",
            EntryPoint = "Adder.Add",
            Tests = new ProgramTests { Style = ProgramTestStyle.Statements, Code = tests },
        },
        new Reply($"```csharp\n{answer}\n```", "stop"),
        TestContext.Current.CancellationToken);

    /// <summary>The real sandbox, watched, that fails now and then.</summary>
    private sealed class WatchedSandbox(ISandbox real) : ISandbox
    {
        public List<string> Programs { get; } = [];

        public int Failures { get; set; }

        public string Name => real.Name;

        public IsolationLevel Isolation => real.Isolation;

        public bool Runs(string language) => real.Runs(language);

        public Task<string> FingerprintAsync(string language, CancellationToken ct) => real.FingerprintAsync(language, ct);

        public Task<ExecutionResult> ExecuteAsync(ExecutionRequest request, CancellationToken ct)
        {
            Programs.Add(request.Files[0].Name);
            return Failures-- > 0 ? throw new SandboxUnavailableException("The machine is full.") : real.ExecuteAsync(request, ct);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
