using System.Text.Json;

namespace Eval.Sandboxes.Docker;

/// <summary>What every runner tells of an answer's process, whatever its results look like.</summary>
internal static class RunnerReply
{
    public static TimeSpan? CpuTime(JsonElement reply) => Milliseconds(reply, "cpu");

    /// <summary>How long it waited for a processor; null where the runner does not tell.</summary>
    public static TimeSpan? ProcessorWait(JsonElement reply) => Milliseconds(reply, "waited");

    private static TimeSpan? Milliseconds(JsonElement reply, string name) =>
        reply.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? TimeSpan.FromMilliseconds(value.GetDouble()) : null;
}
