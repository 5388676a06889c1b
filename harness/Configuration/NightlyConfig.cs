using System.ComponentModel;
using System.Text.Json;
using Eval.Reports.Drift;

namespace Eval.Harness.Configuration;

/// <summary>What <c>nightly</c> does in every run.</summary>
internal sealed record NightlyConfig
{
    [Description("The models to ask, by the names that --models takes.")]
    public IReadOnlyList<string> Models { get; init; } = [];

    [Description("Bundled names, files or folders of tasks. Default: the bundled C# set.")]
    public IReadOnlyList<string> Datasets { get; init; } = [];

    [Description("Only tasks of these classes. Default: all.")]
    public IReadOnlyList<string> Classes { get; init; } = [];

    [Description("Only the first so many tasks of each data set. Default: all.")]
    public int? Limit { get; init; }

    [Description("Completions per task and model. Default: 1.")]
    public int? Samples { get; init; }

    [Description("No call starts that could pass this sum in a nightly run, asking again about alarms included. Default: no limit.")]
    public decimal? BudgetUsd { get; init; }

    [Description("What no model may have become worse than: latest (the previous nightly runs) or a run's id; none turns it off. Default: "
        + "latest.")]
    public string Baseline { get; init; } = RunHistory.Latest;

    [Description("Any other option of run by its name without dashes, for instance \"temperature\": 0 or \"sandbox\": \"docker\".")]
    public IReadOnlyDictionary<string, JsonElement> Options { get; init; } = new Dictionary<string, JsonElement>();

    [Description("Nightly runs whose prompts, replies and folders are kept; of older ones the figures stay, so that trends and baselines "
        + "do. "
        + "Default: all.")]
    public int? KeepNights { get; init; }

    [Description("A nightly run that was cut off is finished when it began at most so many hours ago; older ones are left as they are. "
        + "Default: 36.")]
    public double FinishWithinHours { get; init; } = 36;

    [Description("Where the summary is sent. Default: nowhere.")]
    public NotifyConfig? Notify { get; init; }
}
