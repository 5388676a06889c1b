using System.Globalization;
using System.Text.Json;
using Eval.Results.Formatting;
using Eval.Results.Records;

namespace Eval.Reports.Html;

/// <summary>Writes what the page shows of one attempt; every text of a model or data set goes through <see cref="VisibleText"/>.</summary>
internal static class AttemptDetail
{
    private const int MaxEndChars = 2000;

    private const int MaxFailedTests = 200;

    public static void Write(Utf8JsonWriter json, Attempt attempt)
    {
        var grading = IssueGrading.Parse(attempt.Texts?.Grading);
        json.WriteStartObject();
        Text(json, "error", attempt.Error);
        json.WriteStartArray("facts");
        Facts(json, attempt);
        GradingFacts(json, grading);
        json.WriteEndArray();
        Marks(json, attempt.Timing);
        var texts = attempt.Texts;
        Text(json, "prompt", texts?.Prompt);
        Text(json, "reply", texts?.Reply);
        Text(json, "reasoning", texts?.Reasoning);
        Text(json, "code", texts?.Code);
        Text(json, "output", texts?.Output);
        FailedTests(json, grading);
        Text(json, "calls", Calls(PolicyPath.Parse(texts?.Calls)));
        Steps(json, Trajectory.Parse(texts?.Trajectory));
        json.WriteEndObject();
    }

    private static void GradingFacts(Utf8JsonWriter json, IssueGrading? grading)
    {
        if (grading is null || grading.Environment.Length == 0)
        {
            return;
        }

        Fact(json, "Environment", grading.Environment);
        Fact(json, "Working copy", $"opened in {Format.Duration(grading.Opening.TotalMilliseconds)}");
        Fact(json, "Patch applied by", grading.AppliedBy);
        Fact(json, "Look at the patch", grading.Flags.Count > 0 ? "it " + string.Join(", ", grading.Flags) : null);
        if (grading.FailToPassSucceeded.Count + grading.FailToPassFailed.Count is var toFix and > 0)
        {
            Fact(json, "Fixed (fail to pass)", $"{grading.FailToPassSucceeded.Count} of {toFix}");
            Fact(json, "Kept (pass to pass)",
                $"{grading.PassToPassSucceeded.Count} of {grading.PassToPassSucceeded.Count + grading.PassToPassFailed.Count}");
        }
    }

    /// <summary>The tests that decided against a patch.</summary>
    private static void FailedTests(Utf8JsonWriter json, IssueGrading? grading)
    {
        if (grading is null)
        {
            return;
        }

        json.WriteStartArray("failedTests");
        foreach (var test in grading.FailToPassFailed.Select(test => "not fixed: " + test)
            .Concat(grading.PassToPassFailed.Select(test => "broken: " + test)).Take(MaxFailedTests))
        {
            json.WriteStringValue(VisibleText.From(test));
        }

        json.WriteEndArray();
    }

    /// <summary>One line for each call.</summary>
    private static string? Calls(PolicyPath? path) => path is null ? null : string.Join('\n', path.Calls.Select((call, index) =>
    {
        var parts = new[]
        {
            VisibleText.Name(call.Model),
            call.Outcome == PolicyCallOutcome.Failed
                ? "failed: " + VisibleText.Name(call.Error ?? "no reason is known", 400) : call.Outcome.ToString().ToLowerInvariant(),
            $"from {Format.Duration(call.StartMs)} for {Format.Duration(call.LatencyMs)}",
            call.InputTokens is { } input ? $"{Format.Count(input)} tokens in" : null,
            call.OutputTokens is { } output ? $"{Format.Count(output)} out{(call.IsEstimated ? " (our estimate)" : "")}" : null,
            call.CostUsd is { } cost ? Format.Usd(cost) : "cost unknown",
            call.IsAccepted is { } accepted
                ? $"{(accepted ? "accepted" : "not accepted")} ({VisibleText.Name(call.VerifiedBy ?? "nothing", 200)})" : null,
            call.IsServed ? "served" : null,
        };
        return $"{index + 1}. {string.Join(" · ", parts.OfType<string>())}";
    }));

    private static void Steps(Utf8JsonWriter json, Trajectory? trajectory)
    {
        if (trajectory is null)
        {
            return;
        }

        json.WriteString("ended", VisibleText.Name(
            trajectory.ExitStatus.Replace('_', ' ')
            + (trajectory.ResumedAfter.Count > 0
                ? $"; cut off and gone on with after step {string.Join(", ", trajectory.ResumedAfter)}" : "")
            + (trajectory.Remark is { } remark ? "; " + remark : ""),
            MaxEndChars));
        json.WriteStartArray("steps");
        foreach (var step in trajectory.Steps)
        {
            json.WriteStartObject();
            Text(json, "reply", step.Reply);
            Text(json, "command", step.Command);
            Text(json, "observation", step.Observation);
            var facts = new[]
            {
                step.ExitCode is { } code ? $"exit code {code}" : null,
                step.CommandMs is { } command ? $"ran {Format.Duration(command)}" : null,
                step.TtftMs is { } ttft ? $"TTFT {Format.Duration(ttft)}" : null,
                step.LatencyMs is { } latency ? $"call {Format.Duration(latency)}" : null,
                step.InputTokens is { } input ? $"{Format.Count(input)} tokens in" : null,
                step.OutputTokens is { } output ? $"{Format.Count(output)} out" : null,
                step.CostUsd is { } cost ? Format.Usd(cost) : null,
            };
            json.WriteString("facts", string.Join(" · ", facts.OfType<string>()));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Facts(Utf8JsonWriter json, Attempt attempt)
    {
        var usage = attempt.Usage;
        var note = usage.IsEstimated ? " (our estimate)" : usage.IsSuspect ? " (contradictory)" : "";
        Fact(json, "Tests passed", attempt.TestsTotal is { } total ? $"{attempt.TestsPassed ?? 0} of {total}" : null);
        Fact(json, "Answer chosen because it", Choice(attempt));
        Fact(json, "Input tokens", Tokens(usage.InputTokens, usage.CachedInputTokens, "cached", note));
        Fact(json, "Output tokens", Tokens(usage.OutputTokens, usage.ReasoningTokens, "reasoning", note));
        Fact(json, "Cost", attempt.CostUsd is null ? "n/a: price or tokens unknown" : Format.Usd(attempt.CostUsd));
        Fact(json, "Billed by the endpoint", usage.ProviderReportedCostUsd is { } billed ? Format.Usd(billed) : null);
        Fact(json, "Provider", attempt.Provider);
        Fact(json, "Served model", attempt.ServedModel);
        Fact(json, "Finish reason", attempt.FinishReason);
        Fact(json, "Retries", attempt.Retries > 0 ? attempt.Retries.ToString(CultureInfo.InvariantCulture) : null);
        Fact(json, "Sandbox", attempt.Sandbox is null ? null : $"{attempt.Sandbox}, isolation: {attempt.Isolation ?? "unknown"}");
        Fact(json, "Verdict decided", attempt.VerdictOrigin?.ToString() ?? (attempt.Passed ? "not recorded" : null));
        Fact(json, "Execution", attempt.Execution is { } e ? Format.Duration(e.TotalMilliseconds) : null);
        Fact(json, "Language", attempt.Language);
        Fact(json, "Difficulty", attempt.Difficulty);
        Fact(json, "Reply", attempt.IsCached ? "from an earlier run; its times are the original ones" : null);
        Fact(json, "Simulated", attempt.IsSimulated ? "yes: no real model answered" : null);
        foreach (var (name, value) in attempt.Metrics)
        {
            Fact(json, name, Format.Significant(value));
        }
    }

    private static string? Choice(Attempt attempt) => attempt.AnswerRank is not { } rank ? null
        : $"{rank.Replace('_', ' ')}{(attempt.AnswerCandidates is { } count ? $", among {Format.Count(count)}" : "")}";

    private static string? Tokens(int? all, int? part, string name, string note) =>
        all is not { } n ? null : Format.Count(n) + (part is > 0 ? $", {Format.Count(part.Value)} {name}" : "") + note;

    private static void Marks(Utf8JsonWriter json, Timing? timing)
    {
        if (timing is null)
        {
            return;
        }

        json.WriteStartObject("clock");
        json.WriteString("started", timing.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture));
        json.WriteNumber("queuedMs", Round(timing.Queued));
        json.WriteNumber("retryWaitMs", Round(timing.RetryWait));
        json.WriteNumber("concurrency", timing.Concurrency);
        json.WriteBoolean("isNotStreaming", timing.IsNotStreaming);
        json.WriteBoolean("isSaturated", timing.IsSaturated);
        json.WriteStartArray("marks");
        Mark(json, "connection ready", timing.Connected);
        Mark(json, "response headers", timing.Headers);
        Mark(json, "first event", timing.FirstEvent);
        Mark(json, "first reasoning", timing.FirstReasoning);
        Mark(json, "first visible token", timing.FirstContent);
        Mark(json, "last token", timing.LastDelta);
        Mark(json, "end of stream", timing.Total);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Mark(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is { } t)
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteNumberValue(Round(t));
            json.WriteEndArray();
        }
    }

    private static void Fact(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteStartArray();
            json.WriteStringValue(VisibleText.Name(name));
            json.WriteStringValue(VisibleText.Name(value, 400));
            json.WriteEndArray();
        }
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(name, VisibleText.From(text));
        }
    }

    private static double Round(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
