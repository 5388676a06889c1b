using System.Buffers;
using System.Text.Json;

namespace Eval.Sandboxes.Docker;

/// <summary>What a runner is told of an execution.</summary>
internal static class RunnerRequest
{
    public static ReadOnlyMemory<byte> Write(ExecutionRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>(16 << 10);
        using var json = new Utf8JsonWriter(buffer);
        string Text(Func<SourceFile, bool> which) => string.Join('\n', request.Files.Where(which).Select(file => file.Text));
        json.WriteStartObject();
        json.WriteString("answer", Text(file => !file.IsTrusted));
        json.WriteString("given", Text(file => file.IsTrusted && file.Name == ExecutionRequest.Given));
        json.WriteString("tests", Text(file => file.IsTrusted && file.Name != ExecutionRequest.Given));
        json.WriteStartArray("names");
        foreach (var name in request.EntryPoints)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteNumber("cpu", Math.Max(1, (long)Math.Ceiling(request.Limits.CpuTime.TotalSeconds)));
        json.WriteNumber("wall", request.Limits.WallTime.TotalSeconds);
        json.WriteNumber("memory", request.Limits.MemoryBytes);
        json.WriteNumber("output", request.Limits.OutputBytes);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
