using System.Text;
using System.Text.Json;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>
/// Evaluates the expected sides of a data set's assertions in a process of their own, once per task, so that they are compared here and
/// never stand in the process in which an answer runs.
/// </summary>
internal sealed class ExpectedValues(ISandbox sandbox)
{
    /// <summary>Returns the driver with its expected values; null when they mean nothing without the answer's own types or cannot be
    /// evaluated here.</summary>
    public async Task<TestDriver?> ResolveAsync(TestDriver driver, CancellationToken ct)
    {
        if (driver.ExpectedExpressions.Count == 0)
        {
            return driver;
        }

        var source = new StringBuilder(driver.Usings).Append("\ninternal static class EvalDriver\n{\n    public static void Run()\n    {\n");
        foreach (var (check, expression) in driver.ExpectedExpressions)
        {
            source.Append($"        global::Eval.Runtime.Checks.Value({check}, () => (object?)({expression}));\n");
        }

        source.Append("    }\n}\n");
        var request = new ExecutionRequest { Language = "csharp", Files = [new SourceFile("Expected.cs", source.ToString(), IsTrusted: true)] };
        var result = await sandbox.ExecuteAsync(request, ct);
        var values = result.Observations.Where(observation => observation.Kind == ObservationKind.Value).ToList();
        if (result.Status != ExecutionStatus.Completed || values.Count < driver.ExpectedExpressions.Count)
        {
            return null;
        }

        var checks = driver.Checks.ToArray();
        foreach (var observation in values)
        {
            using var json = JsonDocument.Parse(observation.Text);
            checks[observation.Check] = checks[observation.Check] with { Expected = json.RootElement.Clone() };
        }

        return driver with { Checks = checks };
    }
}
