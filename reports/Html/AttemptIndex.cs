using System.Text.Json;
using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Records;

namespace Eval.Reports.Html;

/// <summary>The rows of the page's table of attempts, column by column: names once, then their numbers.</summary>
internal sealed class AttemptIndex
{
    private readonly IReadOnlyList<Attempt> _attempts;
    private readonly NameColumn _models;
    private readonly NameColumn _datasets;
    private readonly NameColumn _classes;
    private readonly NameColumn _tasks;
    private readonly NameColumn _verdicts;
    private readonly NameColumn _origins;

    public AttemptIndex(IReadOnlyList<Attempt> attempts, Run run)
    {
        _attempts = attempts;
        _models = new NameColumn(run.Models.Select(model => model.Name));
        _datasets = new NameColumn(run.Datasets.Select(dataset => dataset.Name));
        _classes = new NameColumn([]);
        _tasks = new NameColumn([]);
        _verdicts = new NameColumn(Enum.GetValues<Verdict>().Select(verdict => verdict.Name()));
        _origins = new NameColumn(Enum.GetValues<VerdictOriginKind>().Select(VerdictOrigin.NameOf));
    }

    public string Pack(AttemptDetails details) => PackedJson.Pack(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("count", _attempts.Count);
        Names(json, "model", _models, a => a.Key.Model);
        Names(json, "dataset", _datasets, a => a.Key.Dataset);
        Names(json, "class", _classes, a => a.Class);
        Names(json, "task", _tasks, a => a.Key.TaskId);
        Names(json, "verdict", _verdicts, a => a.Verdict.Name());
        Names(json, "verdictOrigin", _origins,
            a => a.VerdictOrigin is null && !a.Passed ? "none" : OriginCounts.Name(a.VerdictOrigin?.Kind));
        Numbers(json, "sample", a => a.Key.Sample, "0");
        Numbers(json, "ttft", a => a.Timing?.FirstContent?.TotalMilliseconds, "0.#");
        Numbers(json, "latency", a => a.Timing?.Total.TotalMilliseconds, "0.#");
        Numbers(json, "output", a => a.Usage.OutputTokens, "0");
        Numbers(json, "cost", a => (double?)a.CostUsd, "0.########");
        json.WriteBoolean("inFiles", details.AreInFiles);
        json.WriteStartArray("chunks");
        foreach (var first in details.Starts)
        {
            json.WriteNumberValue(first);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void Names(Utf8JsonWriter json, string name, NameColumn column, Func<Attempt, string> value)
    {
        json.WriteStartArray(name);
        foreach (var attempt in _attempts)
        {
            json.WriteNumberValue(column.Number(value(attempt)));
        }

        json.WriteEndArray();
        json.WriteStartArray(name + "Names");
        foreach (var text in column.Names)
        {
            json.WriteStringValue(VisibleText.Name(text));
        }

        json.WriteEndArray();
    }

    private void Numbers(Utf8JsonWriter json, string name, Func<Attempt, double?> value, string format)
    {
        json.WriteStartArray(name);
        foreach (var attempt in _attempts)
        {
            PackedJson.Number(json, value(attempt), format);
        }

        json.WriteEndArray();
    }

    private sealed class NameColumn
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public NameColumn(IEnumerable<string> known)
        {
            foreach (var name in known)
            {
                Number(name);
            }
        }

        public List<string> Names { get; } = [];

        public int Number(string name)
        {
            if (!_numbers.TryGetValue(name, out var number))
            {
                number = Names.Count;
                _numbers.Add(name, number);
                Names.Add(name);
            }

            return number;
        }
    }
}
