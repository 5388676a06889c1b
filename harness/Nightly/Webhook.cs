using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Eval.Harness.Models;
using Eval.Harness.Redaction;
using Eval.Reports;
using Eval.Reports.Markdown;
using Eval.Results;
using Eval.Results.Formatting;

namespace Eval.Harness.Nightly;

/// <summary>
/// Posts a run's summary. Slack and what speaks like it show <c>text</c>; programs find the whole Markdown beside it. The address is a
/// secret:
/// whoever has it may post, so it is never part of a message.
/// </summary>
internal sealed class Webhook
{
    private const int Tries = 3;

    /// <summary>Slack cuts longer texts.</summary>
    private const int MaxChars = 3000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly Uri _address;
    private readonly TimeProvider _time;

    private Webhook(Uri address, TimeProvider time)
    {
        _address = address;
        _time = time;
    }

    /// <summary>Returns the webhook of an address, or what is wrong with it.</summary>
    public static (Webhook? Webhook, string? Mistake) Create(string address, TimeProvider time)
    {
        // Files and secret stores add line ends.
        address = address.Trim();
        return address.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)) ? (null, "blanks or line ends are in it")
            : !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0
            ? (null, "it does not have the form https://host/path")
            : uri.UserInfo.Length > 0 ? (null, "a user name or password in front of the host is never sent")
            : (new Webhook(uri, time), null);
    }

    /// <summary>
    /// Returns why nobody answers at the address now; null where somebody does, or where only a proxy knows. The run is run all the same,
    /// since that may have changed when it ends.
    /// </summary>
    public async Task<string?> UnreachableReasonAsync(CancellationToken ct)
    {
        if (!_address.IsLoopback && HttpClient.DefaultProxy.GetProxy(_address) is { } proxy && proxy != _address)
        {
            return null;
        }

        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ConnectTimeout);
        try
        {
            await socket.ConnectAsync(_address.DnsSafeHost, _address.Port, limit.Token);
            return null;
        }
        catch (SocketException e)
        {
            return $"it cannot be reached ({e.SocketErrorCode})";
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return $"it cannot be reached (no connection within {ConnectTimeout.TotalSeconds:0} seconds)";
        }
    }

    /// <summary>Posts; returns null, or the reason why it could not be done.</summary>
    public async Task<string?> PostAsync(object payload, CancellationToken ct)
    {
        using var client = HttpConnections.Create(_address, KeyGuard.From([new Secret(_address.OriginalString)]));
        client.Timeout = Timeout;
        string? reason = null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt)), _time, ct);
            }

            try
            {
                using var content = JsonContent.Create(payload);

                // With its length known beforehand the body is not chunked, which some receivers do not take.
                await content.LoadIntoBufferAsync(ct);
                using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };

                // The status says all; a body may never end.
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
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
                reason = $"it did not answer within {Timeout.TotalSeconds:0} seconds";
            }
        }

        return reason;
    }

    /// <summary>Returns what is posted of a run.</summary>
    public static object Payload(ReportInput results, int exitCode) => new
    {
        text = Text(results),
        markdown = MarkdownSummary.Create(results),
        run_id = results.Run.Id,
        exit_code = exitCode,
        alarms = results.Drift?.Findings.Count(finding => finding.IsAlarm) ?? 0,
        gates_failed = results.Gates?.Count(gate => !gate.IsPassed) ?? 0,
        is_simulated = results.Run.IsSimulated,
    };

    /// <summary>Returns what is posted of a run that gave no results.</summary>
    public static object Failed(IEnumerable<string> reasons, int exitCode) => new
    {
        text = Cut($"*Eval: the nightly run did not start.* {Escaped(string.Join(' ', reasons))}"),
        exit_code = exitCode,
    };

    /// <summary>Slack's own markup: bold between asterisks, no tables.</summary>
    private static string Text(ReportInput results)
    {
        var text = new StringBuilder();
        text.Append("*Eval ").Append(Escaped(results.Run.Id)).Append(results.Run.IsSimulated ? " (simulated)" : "").Append(":* ")
            .Append(Escaped(MarkdownSummary.Headline(results)));
        foreach (var (kind, isBad, sentence) in MarkdownSummary.Sentences(results))
        {
            text.Append("\n• ").Append(isBad ? $"*{kind}* " : "").Append(Escaped(sentence));
        }

        foreach (var row in results.Run.Models.Select(results.Summary.Overall))
        {
            text.Append('\n').Append(Escaped(row.Model)).Append(": pass@1 ").Append(Format.Rate(row.PassAt1)).Append(", TTFT ")
                .Append(Format.Duration(row.TtftP50Ms?.Value))
                .Append(", ").Append(Format.Usd(row.CostPerTaskUsd)).Append(" a task");
        }

        return Cut(text.ToString());
    }

    private static string Cut(string text) => text.Length <= MaxChars ? text : text[..(MaxChars - 1)] + "…";

    /// <summary>Without these three nothing is a link or calls everybody.</summary>
    private static string Escaped(string text) =>
        MarkdownSummary.Inert(text).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
