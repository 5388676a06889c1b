using System.Globalization;
using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Results.Tables;

/// <summary>
/// Results from elsewhere: one line for each task, model and sample. They are read as if they were a run, so that everything that can be
/// computed from a run can be computed from them.
/// </summary>
public static class OutcomeTable
{
    /// <summary>What a stated rate may differ from the rows by before they are not believed.</summary>
    private const double MaxContradiction = 0.005;

    private const int MaxMistakes = 20;

    /// <summary>Thirty years.</summary>
    private const double MaxMs = 1e12;

    private const string AnyClass = "all";

    private const string Origin = "verdict_origin";

    /// <summary>The name of that column in tables of earlier versions.</summary>
    private const string EarlierOrigin = "judge";

    private static readonly string[] Known =
    [
        "task_id", "instance_id", "model", "passed", "outcome", "verdict", "class", "dataset", "language", "difficulty", "sample",
            "cost_usd", "latency_ms", "ttft_ms",
        "input_tokens", "output_tokens", "provider", "served_model", "published_pass_rate",
        Origin, EarlierOrigin, "guess_probability",
    ];

    /// <summary>Reads a table; models whose rows contradict their published rate are left out, with a warning.</summary>
    /// <exception cref="OutcomeTableException">With all mistakes, up to twenty.</exception>
    public static RunResults Read(string path)
    {
        var mistakes = new List<string>();
        var name = Path.GetFileNameWithoutExtension(path);
        var attempts = new List<Attempt>();
        var seen = new Dictionary<AttemptKey, int>();
        var published = new Dictionary<string, string>(StringComparer.Ordinal);
        var pool = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string>? unknown = null;
        OutcomeFile.Read(path, row =>
        {
            unknown ??= row.Names.Except(Known, StringComparer.Ordinal).Where(column => !IsOurs(column)).ToList();
            if (ReadAttempt(row, name, pool, mistake => mistakes.Add($"{path} line {row.Line}{mistake}")) is not { } attempt)
            {
                return mistakes.Count < MaxMistakes;
            }

            if (seen.TryGetValue(attempt.Key, out var first))
            {
                mistakes.Add($"{path} line {row.Line}: task {attempt.Key.TaskId}, model {attempt.Key.Model}, sample {attempt.Key.Sample} "
                    + $"is in line {first} already; number samples from 0 in a column 'sample'.");
            }
            else
            {
                seen.Add(attempt.Key, row.Line);
            }

            attempts.Add(attempt);
            if (row.Find("published_pass_rate") is { } rate)
            {
                published.TryAdd(attempt.Key.Model, rate);
            }

            return mistakes.Count < MaxMistakes;
        });
        if (unknown is null)
        {
            throw new OutcomeTableException($"{path}: there is no outcome; each line holds one, with task_id, model and passed.");
        }

        if (mistakes.Count > 0)
        {
            throw new OutcomeTableException(string.Join('\n', mistakes.Take(MaxMistakes))
                + (mistakes.Count >= MaxMistakes ? "\n… and perhaps more." : ""));
        }

        var warnings = new List<string>();
        var refused = Contradictions(attempts, published, warnings);
        if (unknown.Count > 0)
        {
            warnings.Add($"{path}: nothing is done with {(unknown.Count == 1 ? "the column" : "the columns")} "
                + $"{string.Join(", ", unknown)}.");
        }

        var kept = attempts.Where(attempt => !refused.Contains(attempt.Key.Model))
            .OrderBy(attempt => attempt.Key.Dataset, StringComparer.Ordinal).ThenBy(attempt => attempt.Key.TaskId, StringComparer.Ordinal)
            .ThenBy(attempt => attempt.Key.Model, StringComparer.Ordinal).ThenBy(attempt => attempt.Key.Sample).ToList();
        return kept.Count > 0
            ? AsRun(path, name, kept, warnings)
            : throw new OutcomeTableException($"{path}: no model is left. {string.Join(' ', warnings)}");
    }

    private static RunResults AsRun(string path, string name, List<Attempt> attempts, List<string> warnings)
    {
        var run = new Run
        {
            Id = name,
            StartedAt = File.GetLastWriteTimeUtc(path),
            EndedAt = File.GetLastWriteTimeUtc(path),
            ProgramVersion = "",
            CommandLine = "",
            Datasets = attempts.GroupBy(attempt => attempt.Key.Dataset, StringComparer.Ordinal)
                .Select(set => new RunDataset(set.Key, path, "", set.Select(attempt => attempt.Key.TaskId).Distinct().Count())).ToList(),
            Models = attempts.GroupBy(attempt => attempt.Key.Model, StringComparer.Ordinal)
                .OrderBy(model => model.Key, StringComparer.Ordinal)
                .Select(model => new RunModel { Name = model.Key, Provider = RunModel.File, RequestedModel = model.Key, Endpoint = "" })
                .ToList(),
            Machine = new RunMachine("", 0, 0, "", 0),
            Samples = attempts.CountBy(attempt => (attempt.Key.Dataset, attempt.Key.TaskId, attempt.Key.Model)).Max(task => task.Value),
            PlannedAttempts = attempts.Count,
        };
        var summary = RunSummarizer.Summarize(run, attempts);
        return new RunResults
        {
            Run = run,
            Attempts = attempts,
            Summary = summary with { Warnings = [.. warnings, .. summary.Warnings] },
            ReadWithTexts = _ => attempts.ToAsyncEnumerable(),
        };
    }

    /// <summary>Rows that contradict a total published for them are known from real public data; neither is believed then.</summary>
    private static HashSet<string> Contradictions(List<Attempt> attempts, Dictionary<string, string> totals, List<string> warnings)
    {
        var refused = new HashSet<string>(StringComparer.Ordinal);
        if (totals.Count == 0)
        {
            return refused;
        }

        foreach (var model in attempts.GroupBy(attempt => attempt.Key.Model, StringComparer.Ordinal))
        {
            if (!totals.TryGetValue(model.Key, out var text))
            {
                continue;
            }

            var published = double.Parse(text, CultureInfo.InvariantCulture);
            var rate = model.Average(attempt => attempt.Passed ? 1.0 : 0);
            if (Math.Abs(published - rate) <= MaxContradiction)
            {
                continue;
            }

            refused.Add(model.Key);
            warnings.Add($"{model.Key} is left out: its rows give {Format.Percent(rate)}, but {Format.Percent(published)} is published "
                + "for it.");
        }

        return refused;
    }

    /// <summary>Columns of our own attempts.csv that say nothing here.</summary>
    private static bool IsOurs(string column) => column.StartsWith(Signal.OwnPrefix, StringComparison.Ordinal)
        || column is "run_id" or "sandbox" or "isolation" or "finish_reason" or "ttfr_ms" or "tpot_ms" or "queue_ms" or "execution_ms"
            or "cached_tokens"
            or "reasoning_tokens" or "retries" or "error"
        || MetricCatalog.Default.Signals.Any(signal => signal.Column == column);

    /// <param name="row">The line.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="pool">Texts that repeat from line to line, each kept once.</param>
    /// <param name="mistake">Is told each mistake.</param>
    private static Attempt? ReadAttempt(OutcomeRow row, string table, Dictionary<string, string> pool, Action<string> mistake)
    {
        string? Pooled(string? text)
        {
            if (text is not null && !pool.TryAdd(text, text))
            {
                return pool[text];
            }

            return text;
        }

        var count = 0;
        void Mistake(string text)
        {
            count++;
            mistake(text);
        }

        double? Number(string column, double max = double.MaxValue)
        {
            if (row.Find(column) is not { } text)
            {
                return null;
            }

            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= max
                && double.IsFinite(number))
            {
                return number;
            }

            Mistake($", column {column}: '{text}' is no number of at least 0{(max < double.MaxValue ? $" and at most {max}" : "")}; "
                + "write it with a point as decimal mark, or leave the cell empty.");
            return null;
        }

        string Needed(string column, params string[] others)
        {
            var text = row.Find([column, .. others]);
            if (text is null)
            {
                Mistake($", column {column}: it is missing or empty.");
            }

            return text ?? "";
        }

        var (task, model) = (Needed("task_id", "instance_id"), Needed("model"));
        var verdict = ReadVerdict(row, Mistake);
        var (sample, latency, ttft, cost) = (Number("sample", int.MaxValue), Number("latency_ms", MaxMs), Number("ttft_ms", MaxMs),
            Number("cost_usd", 1e9));
        var (input, output) = (Number("input_tokens", int.MaxValue), Number("output_tokens", int.MaxValue));
        var origin = ReadOrigin(row, Number("guess_probability", 1), Mistake);
        _ = Number("published_pass_rate", 1);
        return count > 0 ? null : new Attempt
        {
            RunId = table,
            Key = new AttemptKey(Pooled(row.Find("dataset")) ?? table, Pooled(task)!, Pooled(model)!, (int)(sample ?? 0)),
            Class = Pooled(row.Find("class")) ?? AnyClass,
            Difficulty = Pooled(row.Find("difficulty")),
            Language = Pooled(row.Find("language")) ?? "",
            Provider = Pooled(row.Find("provider")) ?? RunModel.File,
            ServedModel = Pooled(row.Find("served_model")),
            Verdict = verdict,
            VerdictOrigin = origin,
            CostUsd = (decimal?)cost,
            Usage = new Usage { InputTokens = (int?)input, OutputTokens = (int?)output },
            Timing = latency is null && ttft is null ? null : new Timing
            {
                StartedAt = default,
                FirstContent = ttft is { } first ? TimeSpan.FromMilliseconds(first) : null,
                Total = TimeSpan.FromMilliseconds(latency ?? ttft!.Value),
            },
        };
    }

    private static VerdictOrigin? ReadOrigin(OutcomeRow row, double? guessProbability, Action<string> mistake)
    {
        var name = row.Find(Origin);
        try
        {
            return VerdictOrigin.Parse(name ?? row.Find(EarlierOrigin), guessProbability);
        }
        catch (FormatException e)
        {
            mistake($", column {(name is null ? EarlierOrigin : Origin)}: {e.Message}.");
            return null;
        }
    }

    private static Verdict ReadVerdict(OutcomeRow row, Action<string> mistake)
    {
        bool? passed = row.Find("passed")?.ToLowerInvariant() switch
        {
            null => null,
            "1" or "1.0" or "true" or "yes" => true,
            "0" or "0.0" or "false" or "no" => false,
            _ => Wrong(),
        };
        var name = row.Find("verdict", "outcome");
        if (name is null)
        {
            if (passed is null && row.Find("passed") is null)
            {
                mistake(", column passed: it is missing or empty; write true or false, or say more in a column 'outcome'.");
            }

            return passed == true ? Verdict.Passed : Verdict.Failed;
        }

        try
        {
            var verdict = VerdictNames.Parse(name);
            if (passed is { } said && said != (verdict == Verdict.Passed))
            {
                mistake($", column passed: '{row.Find("passed")}' contradicts the outcome '{name}'.");
            }

            return verdict;
        }
        catch (FormatException e)
        {
            mistake($", column outcome: {e.Message}");
            return default;
        }

        bool? Wrong()
        {
            mistake($", column passed: '{row.Find("passed")}' is neither true nor false (1 and 0 will do too).");
            return null;
        }
    }
}
