using System.Text.Json.Serialization;

namespace Eval.Results.Records;

/// <summary>A run: enough to repeat it.</summary>
public sealed record Run
{
    /// <summary>The version of the stored format.</summary>
    public const int CurrentFormatVersion = 3;

    /// <summary>Gets the identifier, <c>yyyyMMdd-HHmmss-slug</c>, also the folder's name.</summary>
    public required string Id { get; init; }

    /// <summary>Gets when it started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets when it ended, UTC; <see langword="null"/> while it runs or when it was cut off.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// Gets why it stopped before all of its plan was made; <see langword="null"/> when all was made, while it runs, and when it was
    /// killed.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunStop? StoppedBy { get; init; }

    /// <summary>
    /// Gets a value indicating whether a night came to its last step, its exit code and its summary; <see langword="null"/> for a run that
    /// is no night.
    /// </summary>
    [JsonPropertyName("isTold")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsConcluded { get; init; }

    /// <summary>Gets the version of the stored format.</summary>
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Gets the program's version.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>Gets the git commit the program or the current folder is at; <see langword="null"/> outside a checkout.</summary>
    public string? Commit { get; init; }

    /// <summary>Gets the command line as typed, for people.</summary>
    public required string CommandLine { get; init; }

    /// <summary>Gets what it was set to.</summary>
    [JsonPropertyName("options")]
    public RunSettings Settings { get; init; } = new();

    /// <summary>Gets the data sets.</summary>
    public required IReadOnlyList<RunDataset> Datasets { get; init; }

    /// <summary>Gets the models.</summary>
    public required IReadOnlyList<RunModel> Models { get; init; }

    /// <summary>Gets the machine.</summary>
    public required RunMachine Machine { get; init; }

    /// <summary>Gets what ran the answers in each language of its tasks, with its version, as far as it is known.</summary>
    public IReadOnlyDictionary<string, string> Runtimes { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the number of completions asked per task and model.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Gets the tasks that count for no model, with the reasons; no attempt is read for them. Default: none.</summary>
    public IReadOnlyList<RunSetAsideTask> SetAside { get; init; } = [];

    /// <summary>Gets how many attempts the plan holds.</summary>
    public int PlannedAttempts { get; init; }

    /// <summary>
    /// Gets a hash of everything that must be equal for two runs to be compared over time, prices and program version included.
    /// </summary>
    public string? SettingsFingerprint { get; init; }

    /// <summary>Gets a value indicating whether any model of the run is simulated.</summary>
    public bool IsSimulated => Models.Any(model => model.IsSimulated);

    /// <summary>Returns the run with what its answers tell of its models: whom an address leads to, nobody else knows.</summary>
    /// <param name="simulated">The models of which an answer was simulated.</param>
    internal Run WithSimulated(IReadOnlySet<string> simulated) => Models.All(model => model.IsSimulated || !simulated.Contains(model.Name))
        ? this
        : this with { Models = [.. Models.Select(model =>
            model with { IsSimulated = model.IsSimulated || simulated.Contains(model.Name) })] };
}
