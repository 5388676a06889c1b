using System.Globalization;
using System.Text;
using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Scoring.Canaries;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>Turns what a sandbox saw into a verdict.</summary>
internal static class ResultReader
{
    private const int ShownFailures = 5;
    private const int ShownOutput = 4000;
    private const int ShownValue = 300;

    /// <summary>How values are read: as deep as workers write them.</summary>
    public static readonly JsonDocumentOptions Values = new() { MaxDepth = 128 };

    /// <param name="driver">The tests.</param>
    /// <param name="result">What was seen of them.</param>
    /// <param name="canaries">What must have held of the execution's canaries; null where it had none.</param>
    public static ScoredAnswer Read(TestDriver driver, ExecutionResult result, CanaryDraw? canaries = null)
    {
        var reader = canaries is null ? null : new CanaryReader(canaries);
        var failures = new List<(int Check, Verdict Verdict, string Text)>();
        var seen = new bool[driver.Checks.Count];
        var broken = new HashSet<int>();
        foreach (var observation in result.Observations)
        {
            if (observation.Kind == ObservationKind.Canary)
            {
                reader?.Take(observation);
                continue;
            }

            // Numbers outside the driver's own can only come from a forger.
            if (observation.Check < 0 || observation.Check >= seen.Length)
            {
                continue;
            }

            seen[observation.Check] = true;
            foreach (var wrong in reader?.WrongSoFar() ?? [])
            {
                failures.Add((observation.Check, Results.Records.Verdict.Failed, wrong));
                broken.Add(observation.Check);
            }

            if (Failure(driver.Checks[observation.Check], observation) is { } failure)
            {
                failures.Add((observation.Check, failure.Verdict, failure.Text));
                broken.Add(observation.Check);
            }
        }

        // What went wrong after the last check belongs to none, and a run that came to its end without its assertions did not make them.
        failures.AddRange(((reader?.WrongSoFar() ?? []).Concat(result.Status == ExecutionStatus.Completed ? reader?.Missing() ?? [] : []))
            .Select(wrong => (driver.Checks.Count - 1, Results.Records.Verdict.Failed, wrong)));
        bool Holds(int check) => !broken.Contains(check)
            && (seen[check] || (driver.Checks[check].Optional && result.Status == ExecutionStatus.Completed));
        var passed = Enumerable.Range(0, seen.Length).Count(Holds);
        var visible = Enumerable.Range(0, seen.Length).Where(check => driver.Checks[check].Visible).ToList();
        // An assertion that did not hold ends a test where no canaries are; what the rest of it leads to is not the reason here either.
        var (verdict, error) = reader?.FirstWrong is { } first && IsOfAnswer(result.Status)
            ? (Results.Records.Verdict.Failed, first)
            : Verdict(driver, result, failures, passed);
        return new ScoredAnswer
        {
            Verdict = verdict,
            Error = error,
            TestsPassed = passed,
            TestsTotal = seen.Length,
            VisibleTestsPassed = visible.Count == 0 ? null : visible.All(Holds),
            UnfitReason = result.Status == ExecutionStatus.TestsUnusable ? Unusable(result) : null,
            Output = Describe(driver, failures, result),
        };
    }

    private static bool IsOfAnswer(ExecutionStatus status) =>
        status is ExecutionStatus.Completed or ExecutionStatus.Crashed or ExecutionStatus.TimedOut or ExecutionStatus.MemoryExceeded
            or ExecutionStatus.OutputExceeded;

    private static string Unusable(ExecutionResult result) =>
        "the data set's own text cannot be used here: " + (result.Reason ?? "no reason is known");

    private static (Verdict Verdict, string? Error) Verdict(
        TestDriver driver, ExecutionResult result, List<(int Check, Verdict Verdict, string Text)> failures, int passed)
    {
        switch (result.Status)
        {
            case ExecutionStatus.TestsUnusable:
                return (Results.Records.Verdict.SandboxError, Unusable(result));
            case ExecutionStatus.CompileFailed:
                var first = result.Diagnostics.Count > 0 ? result.Diagnostics[0] : null;
                return (Results.Records.Verdict.CompileError,
                    first is null ? result.Reason : $"{first.Id}: {first.Message} ({first.File}:{first.Line})");
            case ExecutionStatus.Crashed:
                return (Results.Records.Verdict.RuntimeError, result.Reason ?? "the process ended before the tests did");
            case ExecutionStatus.TimedOut:
                return (Results.Records.Verdict.Timeout, result.Reason ?? "time used up");
            case ExecutionStatus.MemoryExceeded:
                return (Results.Records.Verdict.OutOfMemory, result.Reason ?? "memory used up");
            case ExecutionStatus.OutputExceeded:
                return (Results.Records.Verdict.OutputLimit, result.Reason ?? "more output than allowed");
            case ExecutionStatus.Forbidden:
                return (Results.Records.Verdict.Failed,
                    result.Reason ?? "uses reflection, which is refused where tests share the answer's process");
            default:
                return passed == driver.Checks.Count && failures.Count == 0 && driver.Checks.Count > 0
                    ? (Results.Records.Verdict.Passed, null)
                    : failures.Count > 0
                        ? (failures[0].Verdict, failures[0].Text)
                        : (Results.Records.Verdict.Failed,
                            $"{driver.Checks.Count - passed} of {driver.Checks.Count} checks were never reached");
        }
    }

    private static (Verdict Verdict, string Text)? Failure(Check check, Observation observation)
    {
        switch (observation.Kind)
        {
            case ObservationKind.Held:
                return check.Expected is null && check.Throws is null
                    ? null : (Results.Records.Verdict.Failed, $"{Short(check.Text)}: no value was returned");
            case ObservationKind.Failed:
                return (Results.Records.Verdict.Failed,
                    $"{Short(check.Text)} does not hold{(observation.Text.Length > 0 ? ": " + Short(observation.Text) : "")}");
            case ObservationKind.Exception:
                var types = ThrownType.Parse(observation.Text);
                return check.Throws is not null && types.Any(type => type.Meets(check))
                    ? null
                    : types[0].Name.StartsWith("Xunit.Sdk.", StringComparison.Ordinal)
                        ? (Results.Records.Verdict.Failed, $"{Short(check.Text)}: {Short(observation.Message ?? "")}")
                        : (check.Throws is null ? Results.Records.Verdict.RuntimeError : Results.Records.Verdict.Failed,
                            $"{Short(check.Text)} threw {Thrown(types[0], check)}: {Short(observation.Message ?? "")}"
                            + (check.Throws is null ? "" : $"; expected {check.Throws}"));
            default:
                return CompareValue(check, observation.Text);
        }
    }

    private static string Thrown(ThrownType type, Check check) =>
        type.IsAnswers && check.Throws is not null && type.Name.EndsWith(check.Throws, StringComparison.Ordinal)
            ? $"a {type.Name} of its own" : type.Name;

    private static (Verdict Verdict, string Text)? CompareValue(Check check, string value)
    {
        if (check.Throws is not null)
        {
            return (Results.Records.Verdict.Failed, $"{Short(check.Text)} returned {Short(value)}; expected {check.Throws}");
        }

        if (check.Expected is not { } expected)
        {
            return (Results.Records.Verdict.Failed, $"{Short(check.Text)}: a value came where an assertion was expected");
        }

        try
        {
            using var actual = JsonDocument.Parse(value, Values);
            return ValueComparer.AreEqual(expected, actual.RootElement, check.Tolerance, check.Unordered)
                ? null
                : (Results.Records.Verdict.Failed, $"{Short(check.Text)} = {Short(value)}; expected {Short(expected.GetRawText())}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not what a worker writes (text with half a character, for instance): the answer has tampered with it.
            return (Results.Records.Verdict.Failed, $"{Short(check.Text)}: the returned value is not readable");
        }
    }

    private static string? Describe(TestDriver driver, List<(int Check, Verdict Verdict, string Text)> failures, ExecutionResult result)
    {
        var text = new StringBuilder();
        foreach (var diagnostic in result.Diagnostics.Take(20))
        {
            text.Append($"{diagnostic.File}({diagnostic.Line},{diagnostic.Column}): {diagnostic.Id}: {diagnostic.Message}\n");
        }

        if (result.Reason is not null)
        {
            text.Append(result.Reason).Append('\n');
        }

        foreach (var failure in failures.Take(ShownFailures))
        {
            text.Append($"check {failure.Check + 1}: {failure.Text}\n");
        }

        if (failures.Count > ShownFailures)
        {
            text.Append($"… and {failures.Count - ShownFailures} more\n");
        }

        if (driver.DecidedInside is { } why)
        {
            text.Append($"equality was decided in the answer's process, because {why}\n");
        }

        if (result.EqualityByAnswer)
        {
            text.Append("equality was decided by a class that the task asks for and the answer wrote\n");
        }

        if (driver.Canaries is { } canaries)
        {
            text.Append($"canaries: {canaries.ProtectedAssertions} of {canaries.Assertions} assertions were compared with "
                + $"{CanaryGroup.Places} values each; "
                + $"guess probability {canaries.GuessProbability.ToString("G3", CultureInfo.InvariantCulture)}"
                + (canaries.ProtectedAssertions < canaries.Assertions
                    ? "; nothing checked the others, which compare with no constant\n" : "\n"));
        }

        if (result.Output.Length > 0)
        {
            text.Append("--- output ---\n").Append(result.Output.Length > ShownOutput ? result.Output[..ShownOutput] + "…" : result.Output);
        }

        return text.Length == 0 ? null : text.ToString();
    }

    /// <summary>Returns a text as one line that is not longer than a reader can handle.</summary>
    public static string Short(string text, int maxChars = ShownValue)
    {
        var line = TextLines.OnOneLine(text);
        return line.Length > maxChars ? line[..maxChars] + "…" : line;
    }
}
