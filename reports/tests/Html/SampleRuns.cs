using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Html;

/// <summary>Runs of many shapes for charts and pages.</summary>
internal static class SampleRuns
{
    /// <summary>Returns the fixed small run of the golden files.</summary>
    public static ReportInput Small() => SampleSummary.Results(SmallRun.Run, SmallRun.Attempts);

    /// <summary>Returns a run of so many models on so many tasks; better models cost more.</summary>
    public static ReportInput Many(int models, int tasks, bool simulated = false)
    {
        string[] classes = ["algorithm", "bug-fix", "completion", "library-api", "refactoring"];
        var run = An.Run([.. Enumerable.Range(0, models).Select(Name)]) with { PlannedAttempts = models * tasks };
        run = run with { Models = [.. run.Models.Select(model => model with { IsSimulated = simulated })] };
        var random = new Random(7);
        var attempts = new List<Attempt>();
        for (var task = 0; task < tasks; task++)
        {
            for (var model = 0; model < models; model++)
            {
                var skill = 0.35 + 0.6 * model / models;
                var verdict = random.NextDouble() < skill ? Verdict.Passed : (Verdict)random.Next(1, 9);
                var ttft = (120 + 40 * (model % 7)) * Math.Exp(random.NextDouble() * 1.6);
                attempts.Add(An.Attempt($"task-{task:d4}", Name(model), 0, "mini", classes[task % classes.Length]) with
                {
                    Verdict = verdict,
                    Error = verdict == Verdict.Passed ? null : "expected 3, got 4",
                    Timing = An.Timing(ttft, ttft + 900 * random.NextDouble() + 300),
                    CostUsd = 0.0002m * (decimal)Math.Pow(1.35, model % 17) * (decimal)(0.5 + random.NextDouble()),
                    IsSimulated = simulated,
                    Texts = Texts(task),
                });
            }
        }

        return SampleSummary.Results(run, attempts);
    }

    public static AttemptTexts Texts(int task) => new()
    {
        Prompt = $"Complete the method so that it returns the sum of the first {task} odd numbers.\n\nstatic long Odd(int n)",
        Reply = $"The sum of the first n odd numbers is n².\n\n```csharp\nstatic long Odd(int n) => (long)n * n; // {task}\n```",
        Reasoning = "1 = 1, 1 + 3 = 4, 1 + 3 + 5 = 9: squares.",
        Code = $"static long Odd(int n) => (long)n * n; // {task}",
        Output = "3 of 3 checks passed",
    };

    private static string Name(int model) =>
        $"vendor-{(char)('a' + model % 5)}/model-{model + 1}{(model % 4 == 3 ? "-instruct-preview" : "")}";
}
