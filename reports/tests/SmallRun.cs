using Eval.Results.Records;

namespace Eval.Reports.Tests;

/// <summary>
/// The one fixed run that golden files are made from: 203 attempts over two data sets and two classes; alpha and beta pass equally often,
/// gamma has no price and was never answered. Nothing in it is random.
/// </summary>
public static class SmallRun
{
    private const int MainTasks = 40;
    private const int OtherTasks = 10;

    public static Run Run { get; } = An.Run("alpha", "beta", "gamma") with
    {
        Samples = 2,
        PlannedAttempts = 203,
        Datasets =
        [
            new RunDataset("mini", "mini.jsonl", new string('a', 64), MainTasks),
            new RunDataset("other", "other.jsonl", new string('b', 64), OtherTasks),
        ],
        Models = [An.Model("alpha"), An.Model("beta"), An.Model("gamma") with { Price = null, Provider = "elsewhere" }],
    };

    /// <summary>Gets the attempts in the order of their keys, with texts.</summary>
    public static IReadOnlyList<Attempt> Attempts { get; } = Build();

    private static List<Attempt> Build()
    {
        var attempts = new List<Attempt>();
        for (var task = 0; task < MainTasks + OtherTasks; task++)
        {
            for (var sample = 0; sample < 2; sample++)
            {
                attempts.Add(One(task, "alpha", sample, task % 4 == 0 || (task + sample) % 9 == 0));
                attempts.Add(One(task, "beta", sample, (task % 4 == 1 && task < 49) || (task + sample) % 9 == 0));
            }
        }

        attempts.AddRange(Enumerable.Range(0, 3).Select(Unanswered));
        return [.. attempts.OrderBy(a => a.Key.Dataset, StringComparer.Ordinal).ThenBy(a => a.Key.TaskId, StringComparer.Ordinal)
            .ThenBy(a => a.Key.Model, StringComparer.Ordinal).ThenBy(a => a.Key.Sample)];
    }

    private static Attempt One(int task, string model, int sample, bool fails)
    {
        var shift = task * 7 % 31 + sample * 3 + (model == "beta" ? 40 : 0);
        var verdict = fails ? (Verdict)(1 + task % 5) : Verdict.Passed;
        var usage = An.Usage(300 + task, 80 + shift) with { CachedInputTokens = task % 5 == 0 ? 100 : null };
        var attempt = Base(task, model, sample) with
        {
            Verdict = verdict,
            Error = fails ? $"check {task} failed: expected 1, got 2" : null,
            Timing = An.Timing(150 + shift * 4.25, 900 + shift * 11.125),
            Usage = usage,
            CostUsd = An.Model().Price!.CostUsd(usage),
            TestsPassed = fails ? 1 : 3,
            VisibleTestsPassed = task % 2 == 0 ? !fails : null,
            Texts = new AttemptTexts
            {
                Prompt = $"Write Add{task}.",
                Reply = $"```csharp\nint Add{task}(int a, int b) => a {(fails ? "-" : "+")} b; // <b>&\n```",
                Code = $"int Add{task}(int a, int b) => a {(fails ? "-" : "+")} b; // <b>&",
                Output = fails ? "expected 1, got 2" : null,
            },
        };
        return task == 48 && sample == 1 ? Failed(attempt, Verdict.ProviderError, "the endpoint answered 503 three times") : attempt;
    }

    private static Attempt Unanswered(int task) =>
        Failed(Base(task, "gamma", 0) with { Provider = "elsewhere" }, Verdict.ProviderError, "connection refused");

    private static Attempt Failed(Attempt attempt, Verdict verdict, string error) => attempt with
    {
        Verdict = verdict,
        Error = error,
        FinishReason = null,
        ServedModel = null,
        Timing = null,
        Usage = new Usage(),
        CostUsd = null,
        Execution = null,
        Sandbox = null,
        Isolation = null,
        VerdictOrigin = null,
        TestsPassed = null,
        TestsTotal = null,
        Retries = 2,
        Texts = new AttemptTexts { Prompt = "Write it." },
    };

    private static Attempt Base(int task, string model, int sample) => An.Attempt(
        $"task-{task:d2}", model, sample, task < MainTasks ? "mini" : "other", task % 3 == 0 ? "library-api" : "completion") with
    {
        Difficulty = task % 2 == 0 ? "simple" : null,
    };
}
