using System.Text.Json.Serialization;

namespace Eval.Results.Records;

/// <summary>
/// What a run was set to. Options are kept by the names that the program gave them, apart by what they decide; what is read again has a
/// property of its own.
/// </summary>
public sealed record RunSettings
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>Gets the options that decide which tasks are asked. Only runs where they are equal have the same tasks.</summary>
    public IReadOnlyDictionary<string, string> Tasks { get; init; } = None;

    /// <summary>
    /// Gets the options that decide what a task is asked and how its answer is scored. Only where they are equal can numbers be
    /// compared.
    /// </summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = None;

    /// <summary>Gets all other options; they decide nothing that the numbers show.</summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = None;

    /// <summary>Gets a value indicating whether it is a nightly run.</summary>
    public bool IsNightly { get; init; }

    /// <summary>Gets a value indicating whether a new baseline was to begin with it, by decision of whoever started it.</summary>
    public bool BeginsBaseline { get; init; }

    /// <summary>Gets the run whose alarms it only asks about again; <see langword="null"/> for a run of its own.</summary>
    public string? Confirms { get; init; }

    /// <summary>Gets the run it is to be compared with, as it was typed; <see langword="null"/> for none.</summary>
    public string? Baseline { get; init; }

    /// <summary>Gets how many answers were to run at once; <see langword="null"/> for as many as there are processors.</summary>
    public int? MaxSandboxes { get; init; }

    /// <summary>Gets the gates, each as it is typed.</summary>
    public IReadOnlyList<string> Gates { get; init; } = [];

    /// <summary>Gets what was declared for routing, as JSON; <see langword="null"/> for nothing.</summary>
    public string? Routing { get; init; }

    /// <summary>Gets all options by name, in order, and what was declared for routing among them, as people are shown them.</summary>
    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, string>> All =>
        Tasks.Concat(Answers).Concat(Others).Concat(Routing is null ? [] : [KeyValuePair.Create("routing", Routing)])
            .OrderBy(option => option.Key, StringComparer.Ordinal);

    /// <summary>Returns the names of options of one part that differ between two runs.</summary>
    public static IReadOnlyList<string> Differing(IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, string> second) =>
        [.. first.Keys.Union(second.Keys).Where(name => first.GetValueOrDefault(name) != second.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)];
}
