using System.Buffers;
using System.Text.Json;

namespace Eval.Sandboxes.Docker;

/// <summary>What a runner is sent for one execution.</summary>
/// <param name="Body">The message.</param>
/// <param name="Limits">The limits of the execution.</param>
internal sealed record RunnerRequest(ReadOnlyMemory<byte> Body, ResourceLimits Limits)
{
    /// <summary>The result where nothing needs to run.</summary>
    public ExecutionResult? Refused { get; init; }

    /// <summary>The time to compile.</summary>
    public TimeSpan? CompileDuration { get; init; }

    /// <summary>What only the worker and its host know.</summary>
    public byte[] Nonce { get; init; } = [];

    /// <summary>What only the process of an answer and its host know, where the tests run in another.</summary>
    public byte[] AnswerNonce { get; init; } = [];

    /// <summary>Whether the tests run in another process than the answer.</summary>
    public bool IsApart => AnswerNonce.Length > 0;

    /// <summary>
    /// How long an execution may take that is kept from running: the time on the clock is meant for what sleeps, not for a busy machine.
    /// </summary>
    public static TimeSpan LongestTime(ResourceLimits limits) => ClockLimit.MaxStretch * limits.WallTime;

    /// <summary>Writes a message: the limits and what the protocol adds.</summary>
    public static ReadOnlyMemory<byte> Write(ResourceLimits limits, Action<Utf8JsonWriter> add)
    {
        var buffer = new ArrayBufferWriter<byte>(16 << 10);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("cpu", CpuSeconds(limits));
        json.WriteNumber("wall", limits.WallTime.TotalSeconds);
        json.WriteNumber("longest", LongestTime(limits).TotalSeconds);
        json.WriteNumber("memory", limits.MemoryBytes);
        json.WriteNumber("output", limits.OutputBytes);
        add(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>The system counts whole seconds.</summary>
    private static long CpuSeconds(ResourceLimits limits) => Math.Max(1, (long)Math.Ceiling(limits.CpuTime.TotalSeconds));
}
