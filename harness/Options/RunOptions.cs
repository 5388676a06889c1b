using Eval.Harness.CommandLine;
using Eval.Harness.Issues;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;

namespace Eval.Harness.Options;

/// <summary>The options of <c>run</c>, checked and with defaults filled in.</summary>
internal sealed record RunOptions
{
    public const string AgentScaffold = "agent";
    public const string SingleScaffold = "single";

    /// <summary>The models by name.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Files of answers that exist already, to be judged instead of asking models. Default: none.</summary>
    public IReadOnlyList<string> Completions { get; init; } = [];

    /// <summary>Files of patches that exist already, or <c>gold</c> for the tasks' own. Default: none.</summary>
    public IReadOnlyList<string> Predictions { get; init; } = [];

    /// <summary>Whether answers that exist already are judged instead of asking models.</summary>
    public bool IsGrading => Completions.Count + Predictions.Count > 0;

    /// <summary>A folder of mirrors or bundles of the repositories of issue tasks, or the address of a git server.</summary>
    public string Repositories { get; init; } = DefaultRepositories;

    /// <summary>Seconds on the clock for the tests of an issue task. Default: 1800, as SWE-bench allows.</summary>
    public double TestTimeoutSeconds { get; init; } = 1800;

    /// <summary>How models are asked about issues: <c>agent</c>, one command a turn, or <c>single</c>, one patch. Default: agent.</summary>
    public string Scaffold { get; init; } = AgentScaffold;

    /// <summary>The form of the change that models which answer in one go are asked for. Default: a unified diff.</summary>
    public string EditFormat { get; init; } = Patches.EditFormat.UnifiedDiff;

    /// <summary>How far a model may go on an issue.</summary>
    public AgentOptions Agent { get; init; } = new();

    /// <summary>Names of bundled sets, files or folders. Default: the bundled C# set.</summary>
    public IReadOnlyList<string> Datasets { get; init; } = ["csharp"];

    /// <summary>The most tasks of each set. Default: all.</summary>
    public int? Limit { get; init; }

    /// <summary>Patterns of task ids with * and ?. Default: all.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Completions per task and model. Default: 1.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Default: not sent, the endpoint decides.</summary>
    public double? Temperature { get; init; }

    /// <summary>The most output tokens. Default: not sent, the endpoint decides.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Default: not sent; 1 for simulated models.</summary>
    public long? Seed { get; init; }

    /// <summary>auto, roslyn or docker. Default: auto, the strongest that works here.</summary>
    public string Sandbox { get; init; } = "auto";

    /// <summary>The container runtime, for instance runsc. Default: the engine's.</summary>
    public string? DockerRuntime { get; init; }

    /// <summary>The image that sandbox images are built on. Default: what each Dockerfile names.</summary>
    public string? DockerBase { get; init; }

    /// <summary>How many answers a container runs before it is replaced; 1 gives each a fresh one.</summary>
    public int AnswersPerContainer { get; init; } = new DockerSandboxOptions().AnswersPerContainer;

    /// <summary>What stands in front of a Python answer that is whole code: prompt, imports or alone. Default: prompt.</summary>
    public string Assembly { get; init; } = "prompt";

    /// <summary>Open calls per model. Default: adaptive.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>Answers that run at once. Default: the number of processors.</summary>
    public int? MaxSandboxes { get; init; }

    /// <summary>Processor seconds per execution; the limit on the clock is three times as long. Default: 5.</summary>
    public double TimeoutSeconds { get; init; } = 5;

    /// <summary>What one execution may use.</summary>
    public ResourceLimits Limits => new() { CpuTime = TimeSpan.FromSeconds(TimeoutSeconds), WallTime = TimeSpan.FromSeconds(3 * TimeoutSeconds) };

    /// <summary>No call starts that could pass this sum. Default: none.</summary>
    public decimal? BudgetUsd { get; init; }

    /// <summary>The configuration file. Default: eval.json of the current folder, where there is one.</summary>
    public string? Config { get; init; }

    /// <summary>The folder of all runs.</summary>
    public string Out { get; init; } = "runs";

    /// <summary>A run's id or <c>latest</c>.</summary>
    public string? Resume { get; init; }

    /// <summary>With <see cref="Resume"/>: extract and judge every stored reply again; asks nothing.</summary>
    public bool Rescore { get; init; }

    /// <summary>The least pass@1 per model; exit code 1 below it.</summary>
    public IReadOnlyDictionary<string, double> FailUnder { get; init; } = new Dictionary<string, double>();

    /// <summary>Gates, each as it may be typed. Default: none.</summary>
    public IReadOnlyList<string> Gates { get; init; } = [];

    /// <summary>A file to write what the gates saw into, as JUnit's XML.</summary>
    public string? JUnit { get; init; }

    /// <summary>The run that no model may have become worse than; <c>latest</c> for the nights before. Default: none.</summary>
    public string? Baseline { get; init; }

    /// <summary>Whether a model that seems to have become worse is asked once more before anyone is woken. Default: yes.</summary>
    public bool Confirm { get; init; } = true;

    /// <summary>Whether the nights before do not count for what is expected of later ones.</summary>
    public bool NewBaseline { get; init; }

    /// <summary>The run whose alarm this one asks again about; it is no night of its own.</summary>
    public string? Confirms { get; init; }

    /// <summary>Whether the run was started by <c>nightly</c>, which finishes its own runs only.</summary>
    public bool Nightly { get; init; }

    /// <summary>Whether the data sets' own solutions are scored before anything is asked, and tasks set aside where they do not pass. Default: yes.</summary>
    public bool Check { get; init; } = true;

    /// <summary>Say what the run could show and would take; ask and write nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Take replies to equal requests from earlier runs of this folder instead of asking. Default: off.</summary>
    public bool Cache { get; init; }

    /// <summary>Write every reply into this folder, to be replayed later.</summary>
    public string? Record { get; init; }

    /// <summary>Take every reply from this folder; asks nothing.</summary>
    public string? Replay { get; init; }

    /// <summary>The most infrastructure errors as a share of the attempts, 0–1, before the run counts as failed. Default: 0.1.</summary>
    public double MaxInfraErrors { get; init; } = 0.1;

    /// <summary>Write charts, pages and the routing of the run, beside its data. Default: on.</summary>
    public bool Report { get; init; } = true;

    public bool Quiet { get; init; }

    public bool Json { get; init; }

    private static string DefaultRepositories => Environment.GetEnvironmentVariable("EVAL_REPOSITORIES") is { Length: > 0 } place ? place : "https://github.com";
}
