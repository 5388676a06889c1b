using Eval.Datasets;
using Eval.Harness.Auditing;
using Eval.Harness.Mutations;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Auditing;

public sealed class DatasetAuditTests
{
    private const string Source = "public static class Solution\n{\n    public static bool IsAdult(int age) => age >= 18;\n}\n";

    [Fact]
    public async Task Tests_on_both_sides_of_a_boundary_kill_every_mutant()
    {
        var report = await AuditAsync(Adult("Solution.IsAdult(18)", "!Solution.IsAdult(17)"));

        var audit = Assert.Single(report.Tasks);
        Assert.Equal(Verdict.Passed, audit.Reference!.Verdict);
        Assert.Empty(audit.Survivors);
        Assert.Equal(CSharpMutator.Mutate(Source).Count, audit.Killed);
        Assert.Equal(1.0, audit.KillRate);
        Assert.Equal(0, report.ExitStatus);
    }

    [Fact]
    public async Task A_mutant_no_test_notices_survives_with_its_line_and_change()
    {
        var report = await AuditAsync(Adult("Solution.IsAdult(30)", "!Solution.IsAdult(3)"));

        var survivors = Assert.Single(report.Tasks).Survivors;
        Assert.Contains(survivors, mutant => mutant is { Operator: "boundary", Line: 3, Before: ">=", After: ">" });
        Assert.Equal(1, report.ExitStatus);
        Assert.True(report.KillRate is > 0 and < 0.95);
        var text = Written(report);
        Assert.Contains("adult boundary-3-", text, StringComparison.Ordinal);
        Assert.Contains(", line 3: >= → >", text, StringComparison.Ordinal);
        Assert.Contains($"listed: {report.Killed} of {report.Killed + report.Survived} mutants killed", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_threshold_that_is_met_exactly_is_enough()
    {
        var weak = await AuditAsync(Adult("Solution.IsAdult(30)", "!Solution.IsAdult(3)"));
        var rate = weak.KillRate!.Value;

        Assert.Equal(0, (weak with { Threshold = rate }).ExitStatus);
        Assert.Equal(1, (weak with { Threshold = Math.BitIncrement(rate) }).ExitStatus);
    }

    [Fact]
    public async Task A_reference_that_fails_its_own_tests_is_reported_and_not_mutated()
    {
        var report = await AuditAsync(Adult("Solution.IsAdult(18)", "Solution.IsAdult(17)"));

        var audit = Assert.Single(report.Tasks);
        Assert.Equal((Verdict.Failed, "Solution.IsAdult(17)"), (audit.Reference!.Verdict, audit.Reference.Error));
        Assert.Null(audit.KillRate);
        Assert.Equal(1, report.ExitStatus);
        Assert.Contains("adult: Failed: Solution.IsAdult(17)", Written(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_survivor_listed_as_equivalent_counts_nowhere()
    {
        var task = Adult("Solution.IsAdult(30)", "!Solution.IsAdult(3)");
        var survivors = (await AuditAsync(task)).Tasks[0].Survivors;

        var report = await AuditAsync(
            task with { EquivalentMutants = [.. survivors.Select(mutant => new EquivalentMutant(mutant.Id, "for this test"))] });

        Assert.Equal((survivors.Count, 0, 1.0), (report.Tasks[0].Equivalent, report.Tasks[0].Survivors.Count, report.Tasks[0].KillRate));
        Assert.Empty(report.Tasks[0].ListMistakes);
    }

    [Fact]
    public async Task A_listed_mutant_that_is_killed_or_does_not_exist_is_reported()
    {
        var killed = CSharpMutator.Mutate(Source).First(mutant => mutant.Operator == "boundary").Id;
        var report = await AuditAsync(Adult("Solution.IsAdult(18)", "!Solution.IsAdult(17)") with
        {
            EquivalentMutants = [new EquivalentMutant(killed, "wrong"), new EquivalentMutant("boundary-99-000000", "gone")],
        });

        Assert.Equal(
            [
                $"{killed} is listed as equivalent, but the tests kill it; remove it.",
                "boundary-99-000000 is listed as equivalent, but there is no such mutant; remove it.",
            ],
            report.Tasks[0].ListMistakes);
    }

    [Fact]
    public async Task A_mutant_that_does_not_compile_counts_nowhere()
    {
        const string source = "public static class Solution\n{\n    public static string Joined(string a, string b) => a + b;\n}\n";
        var report = await AuditAsync(Adult("Solution.Joined(\"a\", \"b\") == \"ab\"") with { ReferenceSolution = source });

        Assert.Equal((1, 1.0), (report.Tasks[0].NotCompiled, report.Tasks[0].KillRate));
    }

    [Fact]
    public async Task Tasks_without_a_csharp_reference_are_named_and_left_out()
    {
        var report = await AuditAsync(
            Adult("true") with { Id = "bare", ReferenceSolution = null },
            Adult("true") with { Id = "snake", Language = "python" });

        Assert.Equal(["it has no reference solution", "mutants are made of C# only, not of python"],
            report.Tasks.Select(task => task.Skipped));
        Assert.Null(report.KillRate);
        Assert.Equal(1, report.ExitStatus);
        Assert.Contains("no mutant could be scored", Written(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rate_just_below_the_threshold_does_not_read_like_it()
    {
        var survivor = new Mutant("boundary-1-abcdef", "boundary", 1, "<", "<=", "");
        var report = new AuditReport("set", "0", 0.95,
            [new TaskAudit { TaskId = "t", Killed = 9499, Survivors = [.. Enumerable.Repeat(survivor, 501)] }]);

        Assert.Equal(1, report.ExitStatus);
        Assert.Contains("94.9 % (needed 95.0 %)", Written(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_the_sandbox_could_not_run_make_the_audit_fail_for_its_machinery()
    {
        var report = new AuditReport("set", "0", 0.95, [new TaskAudit { TaskId = "t", Killed = 10, NotScored = 2 }]);

        Assert.Equal(3, report.ExitStatus);
        Assert.Contains("failed for 2 programs", Written(report), StringComparison.Ordinal);
    }

    private static Task<AuditReport> AuditAsync(params FunctionTask[] tasks) =>
        DatasetAudit.RunAsync(new ListedTasks(tasks), ScriptScorer.ScoreAsync, new AuditOptions { Parallelism = 2 }, null,
            TestContext.Current.CancellationToken);

    private static string Written(AuditReport report)
    {
        using var writer = new StringWriter();
        report.Write(writer);
        return writer.ToString();
    }

    private static FunctionTask Adult(params string[] calls) => new()
    {
        Id = "adult",
        Dataset = "listed",
        Language = "csharp",
        Class = "completion",
        Prompt = "p",
        ReferenceSolution = Source,
        Tests = new CallTests { Cases = [.. calls.Select(call => new CallTest { Call = call })] },
    };
}
