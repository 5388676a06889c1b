using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Scoring.TestCode;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>
/// Evaluates the expected sides of a data set's assertions in a process of their own, once per task, so that they are compared here and
/// never stand in the process in which an answer runs. What comes of it is of the data set's text alone. Thread-safe.
/// </summary>
/// <param name="sandbox">Where they are evaluated.</param>
/// <param name="limits">What an answer may use.</param>
internal sealed class ExpectedValues(ISandbox sandbox, ResourceLimits limits)
{
    private readonly ConcurrentDictionary<(string Dataset, string Id), Lazy<Task<Found>>> _found = new();

    /// <summary>
    /// Returns the driver with its expected values; or no driver and the reason, where they mean nothing without the answer's own types or
    /// have no value.
    /// </summary>
    /// <exception cref="TestProgramException">They take more time or memory than an answer may.</exception>
    /// <exception cref="SandboxUnavailableException">The machinery failed, which says nothing about them.</exception>
    public async Task<(TestDriver? Driver, string? Reason)> ResolveAsync(FunctionTask task, TestDriver driver, CancellationToken ct)
    {
        var key = (task.Dataset, task.Id);
        var evaluation = _found.GetOrAdd(key, _ => new Lazy<Task<Found>>(() => EvaluateAsync(driver, ct)));
        Found found;
        try
        {
            found = await evaluation.Value;
        }
        catch
        {
            // What failed once, for instance for want of a sandbox, must not fail for the rest of the run.
            _found.TryRemove(new KeyValuePair<(string, string), Lazy<Task<Found>>>(key, evaluation));
            throw;
        }

        return found.Reason is null
            ? (driver with { Checks = [.. driver.Checks.Select((check, index) => found.Values.TryGetValue(index, out var value)
                ? check with { Expected = value } : check)] }, null)
            : (null, found.Reason);
    }

    private async Task<Found> EvaluateAsync(TestDriver driver, CancellationToken ct)
    {
        var source = new StringBuilder(driver.Usings)
            .Append("\ninternal static class EvalDriver\n{\n    public static void Run()\n    {\n");
        foreach (var (check, expression) in driver.ExpectedExpressions)
        {
            source.Append($"        global::Eval.Runtime.Checks.Value({check}, () => (object?)({expression}));\n");
        }

        source.Append("    }\n}\n");
        var request = new ExecutionRequest { Language = "csharp",
            Files = [new SourceFile("Expected.cs", source.ToString(), IsTrusted: true)], Limits = limits };
        var result = await sandbox.ExecuteAsync(request, ct);
        return result.Status switch
        {
            ExecutionStatus.TimedOut or ExecutionStatus.MemoryExceeded =>
                throw new TestProgramException(1, $"its expected values cannot be evaluated: {result.Reason}"),
            ExecutionStatus.Completed when Read(result) is var values && values.Count == driver.ExpectedExpressions.Count =>
                new Found(values, null),
            ExecutionStatus.Completed => new Found([], "an expected side throws"),
            ExecutionStatus.CompileFailed => new Found([],
                $"an expected side does not compile without the answer ({result.Diagnostics[0].Id}: {result.Diagnostics[0].Message})"),
            _ => new Found([], $"the expected sides cannot be evaluated without the answer ({result.Reason})"),
        };
    }

    private static Dictionary<int, JsonElement> Read(ExecutionResult result)
    {
        var values = new Dictionary<int, JsonElement>();
        foreach (var observation in result.Observations.Where(observation => observation.Kind == ObservationKind.Value))
        {
            using var json = JsonDocument.Parse(observation.Text, ResultReader.Values);
            values[observation.Check] = json.RootElement.Clone();
        }

        return values;
    }

    /// <param name="Values">The values by the numbers of their checks.</param>
    /// <param name="Reason">Why there are none; null where there are.</param>
    private sealed record Found(Dictionary<int, JsonElement> Values, string? Reason);
}
