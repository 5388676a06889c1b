using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Eval.Harness.Console;
using Eval.Harness.Redaction;
using Eval.Results.Records;

namespace Eval.Harness.Serving;

/// <summary>One line of JSON a request, written at once so that a process that is killed leaves whole lines. Thread-safe.</summary>
internal sealed class RequestLog : IDisposable
{
    private const string StandardOutput = "-";
    private readonly Lock _gate = new();
    private readonly Stream? _target;
    private readonly string _policy;
    private readonly KeyGuard _guard;
    private readonly ArrayBufferWriter<byte> _clean = new(1024);
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly Utf8JsonWriter _json;

    /// <param name="file">The file, to which lines are added; - for standard output; null for no log.</param>
    /// <param name="policy">The policy's name.</param>
    /// <param name="guard">Knows what must not be logged, whoever says it.</param>
    public RequestLog(string? file, string policy, KeyGuard guard)
    {
        (_policy, _guard) = (policy, guard);
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 });
        _target = file switch
        {
            null => null,
            StandardOutput => System.Console.OpenStandardOutput(),
            _ => new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0),
        };
    }

    public void Dispose()
    {
        _json.Dispose();
        _target?.Dispose();
    }

    public void Write(LogEntry entry)
    {
        if (_target is null)
        {
            return;
        }

        lock (_gate)
        {
            _line.ResetWrittenCount();
            _json.Reset();
            Format(entry);
            _json.Flush();
            _clean.ResetWrittenCount();
            _guard.Clean(_line.WrittenSpan, isEnd: true, _clean, out _);
            _line.ResetWrittenCount();
            PrintableText.WriteJson(_clean.WrittenSpan, _line);
            _line.Write("\n"u8);
            try
            {
                _target.Write(_line.WrittenSpan);
            }
            catch (IOException)
            {
                // A full disk costs lines of the log, not answers.
            }
        }
    }

    private void Format(LogEntry entry)
    {
        _json.WriteStartObject();
        _json.WriteString("time", entry.Time);
        _json.WriteString("id", entry.Id);
        _json.WriteString("policy", _policy);
        Write("model", entry.Model);
        _json.WriteStartObject("features");
        foreach (var (name, value) in entry.Features)
        {
            _json.WriteString(name, value);
        }

        _json.WriteEndObject();
        Write("classified", entry.Classified);
        _json.WriteBoolean("stream", entry.IsStream);
        _json.WriteNumber("status", entry.Status);
        Write("error", entry.Error);
        _json.WriteStartArray("path");
        foreach (var call in entry.Path.Calls)
        {
            Format(call);
        }

        _json.WriteEndArray();
        Write("ttft_ms", entry.TtftMs);
        Write("ms", entry.Ms);
        if (entry.Path.CostUsd is { } cost && entry.Path.Calls.Count > 0)
        {
            _json.WriteNumber("cost_usd", cost);
        }

        if (entry.KeysRemoved > 0)
        {
            _json.WriteNumber("keys_removed", entry.KeysRemoved);
        }

        if (entry.Request is { } request)
        {
            // As it came, but on one line: in JSON that was read before, a line end stands between two values and never within a text.
            var line = request.ToArray();
            line.AsSpan().ReplaceAny(SearchValues.Create("\r\n"u8), (byte)' ');
            _json.WritePropertyName("request");
            _json.WriteRawValue(line, skipInputValidation: true);
        }

        _json.WriteEndObject();
    }

    private void Format(PolicyCall call)
    {
        _json.WriteStartObject();
        _json.WriteString("model", call.Model);
        _json.WriteString("outcome", call.Outcome.ToString().ToLowerInvariant());
        if (call.Status is { } status)
        {
            _json.WriteNumber("status", status);
        }

        Write("error", call.Error);
        Write("ms", call.LatencyMs);
        if (call.IsAccepted is { } accepted)
        {
            _json.WriteBoolean("accepted", accepted);
        }

        if (call.InputTokens is { } input)
        {
            _json.WriteNumber("input_tokens", input);
        }

        if (call.OutputTokens is { } output)
        {
            _json.WriteNumber("output_tokens", output);
        }

        if (call.CostUsd is { } cost)
        {
            _json.WriteNumber("cost_usd", cost);
        }

        if (call.IsServed)
        {
            _json.WriteBoolean("served", true);
        }

        _json.WriteEndObject();
    }

    private void Write(string name, string? text)
    {
        if (text is not null)
        {
            _json.WriteString(name, text);
        }
    }

    private void Write(string name, double? ms)
    {
        if (ms is { } number)
        {
            _json.WriteNumber(name, Math.Round(number, 1));
        }
    }
}
