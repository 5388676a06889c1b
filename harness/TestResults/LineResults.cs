using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eval.Datasets;

namespace Eval.Harness.TestResults;

/// <summary>
/// Results as our own reporters write them: a code of authentication and <c>{"test": …, "status": …}</c> on a line, <c>{"begun": …}</c>
/// with
/// the time in milliseconds where a runner knows when tests begin, <c>{"process": …, "exit": …}</c> behind the tests of a process where
/// there
/// are several, and <c>{"exit": …}</c> when the runner is about to end. Each line has a key of its own, made from the key before, which is
/// forgotten: whoever gets hold of one can change nothing that was reported, and cannot add to it without the reporter's own next line
/// showing that. What is no line of this form is somebody's print.
/// </summary>
internal sealed class LineResults
{
    private const int CodeChars = 64;

    /// <summary>Milliseconds; who reports it may have any clock.</summary>
    private const long MaxTime = 100_000_000_000_000;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    private readonly List<ReportedTest> _reported = [];
    private readonly List<RunnerProcess> _processes = [];
    private int _reportedByEnded;
    private int? _exitCode;
    private DateTimeOffset? _firstTestAt;
    private string? _tampering;

    private LineResults()
    {
    }

    public static TestReport Read(string text, string nonce)
    {
        var results = new LineResults();
        var key = Encoding.UTF8.GetBytes(nonce);
        foreach (var line in TextLines.Split(text).Where(IsResult))
        {
            var payload = line[(CodeChars + 1)..].TrimEnd('\r');
            if (Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(payload))) != line[..CodeChars])
            {
                results._tampering ??= "somebody else than the runner wrote where its results go";
                continue;
            }

            key = SHA256.HashData(key);
            results._tampering ??= results._exitCode is null ? null : "results were reported after the end of the run";
            results.Add(payload);
        }

        return new TestReport
        {
            Reported = results._reported,
            Processes = results._processes,
            IsWhole = results._exitCode is not null,
            ExitCode = results._exitCode,
            FirstTestAt = results._firstTestAt,
            Tampering = results._tampering,
        };
    }

    private static bool IsResult(string line) =>
        line.Length > CodeChars + 1 && line[CodeChars] == ' ' && !line.AsSpan(0, CodeChars).ContainsAnyExcept(Hex);

    private void Add(string payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var line = document.RootElement;
            if (TextOf(line, "test") is { } test && StatusOf(line) is { } status)
            {
                _reported.Add(new ReportedTest([test, .. line.TryGetProperty("also", out var also)
                    ? also.EnumerateArray().Select(name => name.GetString()!) : []], status));
            }

            _tampering ??= TextOf(line, "tampering");
            if (line.TryGetProperty("begun", out var begun) && begun.TryGetInt64(out var time) && time is > 0 and < MaxTime)
            {
                // What is reported is cut to whole milliseconds, times of files are not.
                var at = DateTimeOffset.FromUnixTimeMilliseconds(time + 1);
                _firstTestAt = at < _firstTestAt || _firstTestAt is null ? at : _firstTestAt;
            }

            if (!line.TryGetProperty("exit", out var code) || code.ValueKind != JsonValueKind.Number || !code.TryGetInt32(out var exitCode))
            {
                return;
            }

            if (TextOf(line, "process") is { } process)
            {
                _processes.Add(new RunnerProcess(process, exitCode, _reported.Skip(_reportedByEnded).Any(each => each.IsFailed)));
                _reportedByEnded = _reported.Count;
            }
            else
            {
                _exitCode = exitCode;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Cut off, or a lone surrogate.
        }
    }

    private static string? TextOf(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static TestStatus? StatusOf(JsonElement line) => TextOf(line, "status") switch
    {
        "passed" => TestStatus.Passed,
        "failed" => TestStatus.Failed,
        "error" => TestStatus.Error,
        "skipped" => TestStatus.Skipped,
        "xfail" => TestStatus.ExpectedFailure,
        _ => null,
    };
}
