using Eval.Harness.Scoring;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Tests.Scoring.Checking;

/// <summary>Tests that run in another process than the answer, with the real sandbox.</summary>
public sealed class OutsideCheckerTests(ScorerFixture scorer) : IClassFixture<ScorerFixture>
{
    private const int AtOnce = 3;

    [Fact]
    public async Task The_reference_passes_every_class_from_outside()
    {
        Assert.True(AskedTasks.All.Sum(task => task.Classes.Count) >= 40);

        var wrong = await FindAsync(AskedTasks.All, async task =>
        {
            var scored = await scorer.Scorer.ScoreCodeAsync(task.Task(), task.Reference, Ct);
            return scored.Verdict == Verdict.Passed && scored.VerdictOrigin == VerdictOrigin.Outside
                ? null : $"{task.Name}: {scored.Verdict} {scored.Error} {scored.VerdictOrigin} {scored.InsideReason}";
        });

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task An_answer_that_knows_nothing_passes_no_class()
    {
        var wrong = await FindAsync(AskedTasks.All, async task =>
        {
            var (driver, result) = await RunAsync(task, task.Empty);
            var failed = result.Observations.Where(seen => seen.Kind is ObservationKind.Failed or ObservationKind.Exception)
                .Select(seen => driver.Checks[seen.Check].Text.Split('(')[0]).ToHashSet();
            var passed = task.Classes.Where(tests => !failed.Any(name => tests.Contains($" {name}(", StringComparison.Ordinal))).ToList();
            return result.Status == ExecutionStatus.Completed && passed.Count == 0
                ? null : $"{task.Name}: {result.Status} {result.Reason} {string.Join(" | ", passed)}";
        });

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Honest_answers_with_other_signatures_keep_the_verdict_they_have_inside()
    {
        var variants = AskedTasks.All.SelectMany(task => task.Variants.Select(variant => (Task: task, variant.Name, variant.Answer)))
            .ToList();
        Assert.True(variants.Count >= 25);

        var wrong = await FindAsync(variants, async item =>
        {
            var task = item.Task.Task();
            var outside = await scorer.Scorer.ScoreCodeAsync(task, item.Answer, Ct);
            var inside = await scorer.Beside.ScoreCodeAsync(task, item.Answer, Ct);
            return outside.Verdict == inside.Verdict && inside.Verdict is (Verdict.Passed or Verdict.Failed)
                && outside.VerdictOrigin != VerdictOrigin.Inside
                && inside.VerdictOrigin!.Kind is VerdictOriginKind.Inside or VerdictOriginKind.Canary ? null
                : $"{item.Task.Name}, {item.Name}: outside {outside.Verdict} {outside.Error} {outside.InsideReason}; inside "
                + $"{inside.Verdict} {inside.Error}";
        });

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task No_attack_passes()
    {
        var attacks = Attacks.Anywhere.SelectMany(attack => new[] { AskedTasks.All[0],
            AskedTasks.All[2] }.Select(task => (Task: task, attack.Name, Answer: task.Empty + "\n" + attack.Code)))
            .Concat(Attacks.Words.Select(attack => (Task: AskedTasks.All[0], attack.Name, Answer: attack.Code)))
            .Concat(Attacks.Money.Select(attack => (Task: AskedTasks.All[2], attack.Name, Answer: attack.Code))).ToList();

        var wrong = await FindAsync(attacks, async item =>
        {
            var scored = await scorer.Scorer.ScoreCodeAsync(item.Task.Task(), item.Answer, Ct);
            return scored.Verdict is Verdict.Passed or Verdict.SandboxError || scored.VerdictOrigin == VerdictOrigin.Inside
                ? $"{item.Task.Name}, {item.Name}: {scored.Verdict} {scored.VerdictOrigin} {scored.Error}" : null;
        });

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Runs an answer with a task's tests in another process, and returns what was seen of each.</summary>
    private async Task<(TestDriver Driver, ExecutionResult Result)> RunAsync(AskedTask task, string answer)
    {
        var function = task.Task();
        var driver = TestPrograms.Create(function, host: null, takeApart: true);
        ExecutionRequest Request(string code) => new()
        {
            Language = "csharp",
            Files = [new SourceFile("Answer.cs", code), new SourceFile("Driver.cs", driver.Source, IsTrusted: true),
                new SourceFile("Tests.cs", driver.TestSource!, IsTrusted: true)],
        };
        var split = await scorer.Sandbox.SplitAsync(Request(task.Reference), Ct);
        Assert.Null(split.Refusal);
        return (driver, await scorer.Sandbox.ExecuteAsync(Request(answer) with { Checker = split.Program }, Ct));
    }

    private static async Task<IReadOnlyList<string>> FindAsync<T>(IReadOnlyList<T> items, Func<T, Task<string?>> check)
    {
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Ct },
            async (item, _) =>
        {
            if (await check(item) is { } found)
            {
                wrong.Add(found);
            }
        });
        return [.. wrong.Order(StringComparer.Ordinal)];
    }
}
