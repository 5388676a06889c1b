using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Eval.Datasets;

/// <summary>Reads the records of one file of answers.</summary>
internal static class AnswerRecords
{
    private const int MaxSamples = 1_000_000;

    /// <summary>
    /// Reads a file's records in their order; what is wrong with one is added to the mistakes, and the rest is read for more.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="folderModel">The model of records that name none, where a folder says it; else the file does.</param>
    /// <param name="orders">The orders in which lists without ids may answer tasks.</param>
    /// <param name="mistakes">Where mistakes go.</param>
    /// <param name="ct">The cancellation token.</param>
    public static async IAsyncEnumerable<AnswerRecord> ReadAsync(
        string file,
        string? folderModel,
        IReadOnlyList<IReadOnlyList<string>> orders,
        List<DatasetFormatException> mistakes,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var place = 0;
        IReadOnlyList<string>? order = null;
        var filter = new LmEvalFilter();
        await foreach (var raw in new RecordFile(file).ReadAsync(ct))
        {
            if (place == 0 && raw.Bytes.Span is [(byte)'[', ..])
            {
                order = await OrderAsync(file, orders, ct);
            }

            if (order is not null)
            {
                if (Generations(file, raw, order[place++], mistakes) is { } list)
                {
                    yield return list;
                }
            }
            else if (Read(file, raw, folderModel, filter, mistakes) is { } record)
            {
                yield return record;
            }
        }
    }

    /// <summary>Returns an id as the name of a file or folder can be.</summary>
    public static string FileNameOf(string taskId) => taskId.Replace('/', '_');

    private static async Task<IReadOnlyList<string>> OrderAsync(
        string file, IReadOnlyList<IReadOnlyList<string>> orders, CancellationToken ct)
    {
        var lists = await new RecordFile(file).ReadAsync(ct).CountAsync(ct);
        return orders.FirstOrDefault(order => order.Count == lists) ?? throw new DatasetFormatException(
            file,
            null,
            null,
            $"holds {lists} lists of generations without ids, but there are "
            + $"{string.Join(" or ", orders.Select(order => order.Count).Distinct())} tasks; "
            + "name exactly the tasks they are for with --datasets, --tasks or --limit.");
    }

    private static AnswerRecord? Generations(string file, RawRecord raw, string task, List<DatasetFormatException> mistakes)
    {
        try
        {
            var list = JsonSerializer.Deserialize<string?[]>(raw.Bytes.Span) ?? [null];
            return new AnswerRecord
            {
                File = file,
                Line = raw.Line,
                Model = RecordFile.NameOf(file),
                TaskId = task,
                Texts = [.. list.Select(text => text is null ? AnswerText.None : new AnswerText(CompletionKind.Solution, text))],
            };
        }
        catch (JsonException)
        {
            mistakes.Add(new DatasetFormatException(
                file, raw.Line, null, "is no list of texts, as the lists before it are; a task's generations are a list of programs."));
            return null;
        }
    }

    private static AnswerRecord? Read(
        string file, RawRecord raw, string? folderModel, LmEvalFilter filter, List<DatasetFormatException> mistakes)
    {
        try
        {
            var record = DataRecord.Parse(file, raw);
            if (LmEvalSample.Matches(record))
            {
                return filter.Includes(record) ? LmEvalSample.Read(record, raw.Line, folderModel) : null;
            }

            var task = record.OptionalId("task_id") ?? record.OptionalId("name") ?? throw record.Problem("task_id", Missing(record));
            return new AnswerRecord
            {
                File = file,
                Line = raw.Line,
                Model = record.OptionalText("model") ?? folderModel ?? ModelOf(file, task),
                TaskId = task,
                Sample = record.Has("sample") ? Sample(record) : null,
                Texts = AnswerFields.Read(record),
                Record = record.Json,
            };
        }
        catch (DatasetFormatException mistake)
        {
            mistakes.Add(mistake);
            return null;
        }
    }

    /// <summary>A file that is called like its task is one of many of a model, whose name its folder has.</summary>
    private static string ModelOf(string file, string task) =>
        FileNameOf(RecordFile.NameOf(file)) == FileNameOf(task)
            && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) is { Length: > 0 } folder
            ? folder
            : RecordFile.NameOf(file);

    private static string Missing(DataRecord record) =>
        record.Fields.Contains("model_patch") ? "is missing; a file with 'model_patch' is graded with --predictions."
        : NearestName.Find("task_id", record.Fields) is { } near
            ? $"is missing; every answer names its task (did you mean it by '{near}'?)."
        : "is missing; every answer names its task.";

    private static int Sample(DataRecord record)
    {
        var number = record.Number("sample");
        return number is >= 0 and < MaxSamples && number == Math.Floor(number)
            ? (int)number
            : throw record.Problem("sample", "is no number from 0 on.");
    }
}
