using System.Text.Json;

namespace Eval.Harness.TestResults;

/// <summary>Results as our own reporters write them: <c>{"test": …, "status": …}</c> on a line. Other lines are none.</summary>
internal static class LineResults
{
    public static IReadOnlyDictionary<string, TestStatus> Read(string text)
    {
        var seen = new Dictionary<string, TestStatus>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            if (TryRead(line) is var (test, status))
            {
                TestResultReader.Add(seen, test, status);
            }
        }

        return seen;
    }

    private static (string Test, TestStatus Status)? TryRead(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (!root.TryGetProperty("test", out var test) || test.ValueKind != JsonValueKind.String || !root.TryGetProperty("status", out var status) || status.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            return status.GetString() switch
            {
                "passed" => (test.GetString()!, TestStatus.Passed),
                "failed" => (test.GetString()!, TestStatus.Failed),
                "error" => (test.GetString()!, TestStatus.Error),
                "skipped" => (test.GetString()!, TestStatus.Skipped),
                "xfail" => (test.GetString()!, TestStatus.ExpectedFailure),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Cut off, or a lone surrogate.
            return null;
        }
    }
}
