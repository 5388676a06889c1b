using System.Text.Json;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>
/// Finds tests that contradict themselves: a method is called on a result that must be equal to null. What a stub shows that returns null
/// holds for every answer: null throws there, and nothing else is equal to null.
/// </summary>
internal static class Contradictions
{
    private const string NullReference = "System.NullReferenceException";

    /// <param name="driver">The driver of the tests.</param>
    /// <param name="stub">What a stub that returns nothing but default values came to.</param>
    public static string? Find(TestDriver driver, ExecutionResult stub)
    {
        var seen = stub.Observations.FirstOrDefault(observation =>
            observation.Kind == ObservationKind.Exception && observation.Text.Split('<')[0] == NullReference
            && observation.Check >= 0 && observation.Check < driver.Checks.Count
            && driver.Checks[observation.Check] is { IsOnReceiver: true, Expected.ValueKind: JsonValueKind.Null });
        return seen is null ? null
            : $"its test cannot be passed: {driver.Checks[seen.Check].Text} throws when the result is null, and nothing else is equal "
            + "to null";
    }
}
