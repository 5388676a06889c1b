using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Fitness;
using Eval.Harness.Scoring;
using Eval.Harness.Tests.Scoring;
using Eval.Sandboxes;

namespace Eval.Harness.Tests.Fitness;

/// <summary>The data sets' own solutions in a real sandbox.</summary>
public sealed class ReferenceCheckTests(ScorerFixture fixture) : IClassFixture<ScorerFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-fitness");
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_task_is_fit_when_its_own_solution_passes()
    {
        var found = await CheckAsync(Calls("half", "public static class Solution { public static int Half(int n) => n / 2; }",
            "Solution.Half(9)", "4"));

        Assert.Equal((FitnessKind.Fit, null), (found.Kind, found.Reason));
    }

    [Theory]
    [InlineData("public static class Solution { public static int Half(int n) => n; }",
        "its own reference does not pass: failed, Solution.Half(9) = 9; expected 4")]
    [InlineData("public static class Solution { public static int Half(int n) => throw new NotSupportedException(\"no halves\"); }",
        "its own reference does not pass: runtime error, Solution.Half(9) threw System.NotSupportedException: no halves")]
    [InlineData("public static class Solution { public static int Halve(int n) => n / 2; }",
        "its own reference does not pass: compile error, CS0117")]
    [InlineData("public static class Solution { public static int Half(int n) { while (true) { } } }",
        "its own reference does not pass: timeout, used 1 s of processor time; --timeout allows more")]
    public async Task A_task_whose_own_solution_does_not_pass_is_unfit_and_says_why(string reference, string reason)
    {
        var found = await CheckAsync(Calls($"half-{reason.Length}-{reference.Length}", reference, "Solution.Half(9)", "4"));

        Assert.Equal(FitnessKind.Unfit, found.Kind);
        Assert.StartsWith(reason, found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_that_passes_only_sometimes_is_told_as_flaky()
    {
        var task = Calls("coin", "public static class Solution { public static bool Coin() => Random.Shared.Next(2) == 0; }",
            "Solution.Coin()", "true");

        var found = Assert.Single(await new ReferenceCheck([fixture.Scorer], null, 1, times: 40)
            .RunAsync([task], TestContext.Current.CancellationToken));

        Assert.Equal(FitnessKind.Unfit, found.Kind);
        Assert.Matches(@"^is flaky: its own reference passed \d+ of 40 times: failed", found.Reason);
    }

    [Fact]
    public async Task Without_a_reference_nothing_is_known()
    {
        Assert.Equal(FitnessKind.Unchecked, (await CheckAsync(Calls("open", null, "Solution.Half(9)", "4"))).Kind);
    }

    [Theory]
    [InlineData("string", "Debug.Assert(First(out _).Equals(null));", null, "out long n")]
    [InlineData("string", "Debug.Assert(First(1L).Equals((\"a\")));", null)]
    [InlineData("Nullable<long>", "Debug.Assert(First(1L).Equals(null));", null)]
    [InlineData("string", "Debug.Assert(First(1L).Equals(null));", "its test cannot be passed: Debug.Assert(First(1L).Equals(null)); "
        + "throws when the result is null, and nothing else is equal to null")]
    [InlineData("string", "Debug.Assert(First(1L).Equals(Helper.Word()));",
        "its prompt and tests do not compile together, whatever the answer: CS0103")]
    [InlineData("Worde", "Debug.Assert(First(1L).Equals((\"a\")));",
        "its prompt and tests do not compile together, whatever the answer: CS0246")]
    public async Task A_task_without_reference_is_unfit_where_its_own_text_contradicts_itself(string type, string assertion, string? reason,
        string parameter = "long n")
    {
        var found = await CheckAsync(new FunctionTask
        {
            Id = $"first-{type}-{assertion.Length}",
            Dataset = "test",
            Language = "csharp",
            Class = "completion",
            Prompt = $"using System;\nusing System.Diagnostics;\nclass Problem {{\n    // Returns the first.\n    public static {type} "
                + $"First({parameter}) {{\n",
            PromptStyle = PromptStyle.Continuation,
            EntryPoint = "First",
            Tests = new ProgramTests { Style = ProgramTestStyle.MultiPlE,
                Code = $"    }}\n    public static void Main(string[] args) {{\n    {assertion}\n    }}\n\n}}\n" },
        });

        Assert.Equal(reason is null ? FitnessKind.Fit : FitnessKind.Unfit, found.Kind);
        Assert.StartsWith(reason ?? "", found.Reason ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_found_is_remembered_for_the_same_circumstances_only()
    {
        var fit = Calls("kept", "public static class Solution { public static int Half(int n) => n / 2; }", "Solution.Half(9)", "4");
        var unfit = Calls("kept-too", "public static class Solution { public static int Half(int n) => n; }", "Solution.Half(9)", "4");
        var first = await CheckAsync(FitnessCache.Read(_folder.FullName, _warnings.Add), fit, unfit);

        var again = await CheckAsync(FitnessCache.Read(_folder.FullName, _warnings.Add), fit, unfit);
        var otherTests = Calls("kept-too", unfit.ReferenceSolution, "Solution.Half(9)", "5");
        var edited = await CheckAsync(FitnessCache.Read(_folder.FullName, _warnings.Add),
            fit with { ReferenceSolution = fit.ReferenceSolution + " " }, otherTests);
        var slower = new FunctionScorer(fixture.Sandbox, fixture.Sandbox, new ResourceLimits { CpuTime = TimeSpan.FromSeconds(7) });
        var limited = await new ReferenceCheck([slower], FitnessCache.Read(_folder.FullName, _warnings.Add), 2)
            .RunAsync([fit, unfit], TestContext.Current.CancellationToken);

        Assert.All(first.Concat(edited).Concat(limited), task => Assert.False(task.IsRemembered));
        Assert.All(again, task => Assert.True(task.IsRemembered));
        Assert.Equal(first.Select(task => (task.Kind, task.Reason)), again.Select(task => (task.Kind, task.Reason)));
    }

    [Fact]
    public async Task What_load_may_have_caused_is_not_remembered()
    {
        var slow = Calls("slow", "public static class Solution { public static int Half(int n) { while (true) { } } }", "Solution.Half(9)",
            "4");
        var coin = Calls("tossed", "public static class Solution { public static bool Coin() => Random.Shared.Next(2) == 0; }",
            "Solution.Coin()", "true");
        var first = await CheckAsync(FitnessCache.Read(_folder.FullName, _warnings.Add), slow);
        var tossed = await new ReferenceCheck([Scorer], FitnessCache.Read(_folder.FullName, _warnings.Add), 2, times: 30)
            .RunAsync([coin], Ct);
        var again = await CheckAsync(FitnessCache.Read(_folder.FullName, _warnings.Add), slow, coin);

        Assert.All(first.Concat(tossed), task => Assert.Equal(FitnessKind.Unfit, task.Kind));
        Assert.All(again, task => Assert.False(task.IsRemembered));
    }

    [Fact]
    public async Task A_check_anew_replaces_what_is_remembered()
    {
        var task = Calls("anew", "public static class Solution { public static int Half(int n) => n / 2; }", "Solution.Half(9)", "4");
        var cache = FitnessCache.Read(_folder.FullName, _warnings.Add);
        cache.Add(FitnessCache.Key(task, await Scorer.CircumstancesAsync("csharp", Ct)),
            new TaskFitness(task, FitnessKind.Unfit, "it was so once"));
        cache.Save();

        var before = Assert.Single(await CheckAsync(FitnessCache.Read(_folder.FullName, _warnings.Add), task));
        var anew = Assert.Single(await new ReferenceCheck([Scorer], FitnessCache.Read(_folder.FullName, _warnings.Add), 1, anew: true)
            .RunAsync([task], Ct));
        var after = Assert.Single(await CheckAsync(FitnessCache.Read(_folder.FullName, _warnings.Add), task));

        Assert.Equal([(FitnessKind.Unfit, true), (FitnessKind.Fit, false), (FitnessKind.Fit, true)],
            new[] { before, anew, after }.Select(found => (found.Kind, found.IsRemembered)));
    }

    [Theory]
    [InlineData(false, "The disk is full.")]
    [InlineData(true, "Nobody thought of this.")]
    public async Task A_sandbox_that_fails_makes_no_task_unfit_and_is_asked_again(bool isOdd, string message)
    {
        var task = Calls("lost", "public static class Solution { public static int Half(int n) => n / 2; }", "Solution.Half(9)", "4");
        var broken = new FunctionScorer(new BrokenSandbox(isOdd
            ? new InvalidOperationException(message) : new SandboxUnavailableException(message)), fixture.Sandbox, new ResourceLimits());

        var lost = Assert.Single(await new ReferenceCheck([broken], FitnessCache.Read(_folder.FullName, _warnings.Add), 1)
            .RunAsync([task], TestContext.Current.CancellationToken));

        Assert.Equal((FitnessKind.SandboxFailed, message), (lost.Kind, lost.Reason));
        Assert.False(File.Exists(Path.Combine(_folder.FullName, FitnessCache.FileName)));
    }

    [Theory]
    [InlineData("{\n \"abc\": ", 1)]
    [InlineData("[]", 1)]
    [InlineData("null", 0)]
    [InlineData("{ \"abc\": null }", 0)]
    public async Task A_damaged_memory_is_as_good_as_none_and_is_told(string text, int sentences)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, FitnessCache.FileName), text, Ct);
        var task = Calls("damaged", "public static class Solution { public static int Half(int n) => n / 2; }", "Solution.Half(9)", "4");

        Assert.False(Assert.Single(await CheckAsync(FitnessCache.Read(_folder.FullName, _warnings.Add), task)).IsRemembered);
        Assert.True(Assert.Single(await CheckAsync(FitnessCache.Read(_folder.FullName, _warnings.Add), task)).IsRemembered);
        Assert.Equal(sentences, _warnings.Count);
        Assert.All(_warnings,
            sentence => Assert.Matches(@"^\S+references\.json, line \d: what was found .* delete the file if this goes on\.$", sentence));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private FunctionScorer Scorer => new(fixture.Sandbox, fixture.Sandbox,
        new ResourceLimits { CpuTime = TimeSpan.FromSeconds(1), WallTime = TimeSpan.FromMinutes(1) });

    private async Task<TaskFitness> CheckAsync(FunctionTask task) => Assert.Single(await CheckAsync(null, task));

    private Task<IReadOnlyList<TaskFitness>> CheckAsync(FitnessCache? cache, params FunctionTask[] tasks) =>
        new ReferenceCheck([Scorer], cache, 2).RunAsync(tasks, Ct);

    private static FunctionTask Calls(string id, string? reference, string call, string expected) => new()
    {
        Id = id,
        Dataset = "test",
        Language = "csharp",
        Class = "completion",
        Prompt = "Write it.",
        EntryPoint = "Solution.Half",
        ReferenceSolution = reference,
        Tests = new CallTests { Cases = [new CallTest { Call = call, Expected = JsonDocument.Parse(expected).RootElement }] },
    };

    private sealed class BrokenSandbox(Exception failure) : ISandbox
    {
        public string Name => "broken";

        public IsolationLevel Isolation => IsolationLevel.Process;

        public bool Runs(string language) => true;

        public Task<string> FingerprintAsync(string language, CancellationToken ct) => Task.FromResult(Name);

        public Task<ExecutionResult> ExecuteAsync(ExecutionRequest request, CancellationToken ct) => throw failure;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
