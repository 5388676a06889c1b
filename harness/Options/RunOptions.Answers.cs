namespace Eval.Harness.Options;

/// <content>Options: the answers that exist already.</content>
internal sealed partial record RunOptions
{
    internal static readonly RunOption<string[]> CompletionsOption = new("--completions")
    {
        HelpName = "PATH,…",
        Help = "Files or folders of answers (JSONL with task_id and one of completion, solution, reply; model and sample "
            + "where known; or what other harnesses wrote). Several files are several models.",
        In = RunVerbs.Grade,
        Default = [],
        Mistakes = (_, files) => files.Where(file => !Path.Exists(file))
            .Select(file => $"--completions {file}: there is no such file or folder."),
    };

    /// <summary>Files of answers that exist already, to be scored instead of asking models. Default: none.</summary>
    public IReadOnlyList<string> Completions
    {
        get => Get(CompletionsOption);
        init => Set(CompletionsOption, [.. value]);
    }

    internal static readonly RunOption<string[]> PredictionsOption = new("--predictions")
    {
        HelpName = "FILE,…",
        Help = "Patches to issue tasks in SWE-bench's form (JSONL, list or map with instance_id, model_name_or_path, "
            + "model_patch), or gold for the tasks' own.",
        In = RunVerbs.Grade,
        Default = [],
        Mistakes = (_, files) => files.Where(file => file != GoldPredictions && !File.Exists(file))
            .Select(file => $"--predictions {file}: there is no such file; write gold for the tasks' own patches."),
    };

    /// <summary>Files of patches that exist already, or <c>gold</c> for the tasks' own. Default: none.</summary>
    public IReadOnlyList<string> Predictions
    {
        get => Get(PredictionsOption);
        init => Set(PredictionsOption, [.. value]);
    }

    /// <summary>Stands for the tasks' own patches.</summary>
    public const string GoldPredictions = "gold";

    /// <summary>Whether answers that exist already are scored instead of asking models.</summary>
    public bool IsGrading => Completions.Count + Predictions.Count > 0;

    private static IReadOnlyList<RunOption> OfAnswers =>
    [
        CompletionsOption,
        PredictionsOption,
    ];
}
