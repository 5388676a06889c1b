using System.Net.Http.Json;
using System.Text;
using Eval.Harness.Models;
using Eval.Harness.Redaction;
using Eval.Reports;
using Eval.Reports.Markdown;

namespace Eval.Harness.Nightly;

/// <summary>
/// Posts a night's summary. Slack and what speaks like it show <c>text</c>; programs find the whole Markdown beside it. The address is a secret:
/// whoever has it may post, so it is never part of a message.
/// </summary>
internal sealed class Webhook(Secret address, TimeProvider time)
{
    private const int Tries = 3;

    /// <summary>Slack cuts longer texts.</summary>
    private const int MostLetters = 3000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Posts; returns null, or the reason why it could not be done.</summary>
    public async Task<string?> PostAsync(object payload, CancellationToken ct)
    {
        if (!Uri.TryCreate(address.Reveal(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return "its address is not an http or https address";
        }

        using var client = HttpConnections.Create(uri, KeyGuard.From([address]));
        client.Timeout = Patience;
        string? reason = null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt)), time, ct);
            }

            try
            {
                using var content = JsonContent.Create(payload);

                // With its length known beforehand the body is not chunked, which some receivers do not take.
                await content.LoadIntoBufferAsync(ct);
                using var answer = await client.PostAsync(uri, content, ct);
                if (answer.IsSuccessStatusCode)
                {
                    return null;
                }

                reason = $"it answered with status {(int)answer.StatusCode}";
                if ((int)answer.StatusCode is < 500 and not (408 or 429))
                {
                    return reason;
                }
            }
            catch (HttpRequestException e)
            {
                // The exception's text may hold the address.
                reason = $"it cannot be reached ({e.HttpRequestError})";
            }
            catch (TaskCanceledException) when (!ct.IsCancellationRequested)
            {
                reason = $"it did not answer within {Patience.TotalSeconds:0} seconds";
            }
        }

        return reason;
    }

    /// <summary>Returns what is posted of a night.</summary>
    public static object Payload(RunResults results, int exitCode) => new
    {
        text = Text(results),
        markdown = MarkdownSummary.Of(results),
        run_id = results.Run.Id,
        exit_code = exitCode,
        alarms = results.Drift?.Findings.Count(finding => finding.IsAlarm) ?? 0,
        gates_failed = results.Gates?.Count(gate => !gate.IsPassed) ?? 0,
        is_simulated = results.Run.IsSimulated,
    };

    /// <summary>Returns what is posted of a night that gave no results.</summary>
    public static object Failed(IEnumerable<string> reasons, int exitCode) => new
    {
        text = Cut($"*Eval: the night did not run.* {Escaped(string.Join(' ', reasons))}"),
        exit_code = exitCode,
    };

    /// <summary>Slack's own markup: bold between asterisks, no tables.</summary>
    private static string Text(RunResults results)
    {
        var text = new StringBuilder();
        text.Append("*Eval ").Append(Escaped(results.Run.Id)).Append(results.Run.IsSimulated ? " (simulated)" : "").Append(":* ").Append(Escaped(MarkdownSummary.Headline(results)));
        foreach (var (kind, isBad, sentence) in MarkdownSummary.Sentences(results))
        {
            text.Append("\n• ").Append(isBad ? $"*{kind}* " : "").Append(Escaped(sentence));
        }

        foreach (var row in results.Run.Models.Select(results.Summary.Overall))
        {
            text.Append('\n').Append(Escaped(row.Model)).Append(": pass@1 ").Append(CommandLine.Figures.Rate(row.PassAt1)).Append(", TTFT ").Append(CommandLine.Figures.Milliseconds(row.TtftP50Ms?.Value))
                .Append(", ").Append(CommandLine.Figures.Usd(row.CostPerTaskUsd)).Append(" a task");
        }

        return Cut(text.ToString());
    }

    private static string Cut(string text) => text.Length <= MostLetters ? text : text[..(MostLetters - 1)] + "…";

    /// <summary>Without these three nothing is a link or calls everybody.</summary>
    private static string Escaped(string text) => MarkdownSummary.Inert(text).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
