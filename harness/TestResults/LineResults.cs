using System.Text.Json;

namespace Eval.Harness.TestResults;

/// <summary>
/// Results as our own reporters write them: <c>{"nonce": …, "test": …, "status": …}</c> on a line, and <c>{"nonce": …, "exit": …}</c> when the runner is
/// about to end. Other lines are none, and lines without the run's nonce are somebody else's.
/// </summary>
internal static class LineResults
{
    public static TestReport Read(string text, string nonce)
    {
        var seen = new Dictionary<string, TestStatus>(StringComparer.Ordinal);
        int? exit = null;
        foreach (var line in text.Split('\n').Where(line => line.StartsWith('{')))
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                if (TextOf(document.RootElement, "nonce") != nonce)
                {
                    continue;
                }

                if (TextOf(document.RootElement, "test") is { } test && StatusOf(document.RootElement) is { } status)
                {
                    TestResultReader.Add(seen, test, status);
                }
                else if (document.RootElement.TryGetProperty("exit", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number))
                {
                    exit = number;
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // Cut off, or a lone surrogate.
            }
        }

        return new TestReport { Tests = seen, IsWhole = exit is not null, ExitCode = exit };
    }

    private static string? TextOf(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

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
