namespace Eval.Datasets;

/// <summary>A format of records, told by the fields a record has.</summary>
/// <param name="Name">The name of the format.</param>
/// <param name="Fields">The fields that tell it; the first names the task.</param>
/// <param name="Open">Opens a file of it under a name.</param>
internal sealed record RecordKind(string Name, IReadOnlyList<string> Fields, Func<string, string, IDataset> Open)
{
    private const int MaxListedFields = 12;

    /// <summary>The formats, the more special ones first.</summary>
    public static IReadOnlyList<RecordKind> All { get; } =
    [
        new(
            "EvalPlus",
            ["task_id", "prompt", "entry_point", "canonical_solution", "base_input", "plus_input"],
            (name, file) => new EvalPlusDataset(name, file)),
        new("human-eval", ["task_id", "prompt", "entry_point", "test"], (name, file) => new HumanEvalDataset(name, file)),
        new("MBPP", ["task_id", "test_list"], (name, file) => new MbppDataset(name, file)),
        new("SWE-bench", ["instance_id", "repo", "base_commit", "test_patch"], (name, file) => new SweBenchDataset(name, file)),
        new("MultiPL-E", ["name", "language", "prompt", "tests"], (name, file) => new MultiPlEDataset(name, file)),
        new("eval", ["id", "class", "prompt", "tests"], (name, file) => new OwnDataset(name, file)),
    ];

    /// <summary>Returns the format of a record.</summary>
    /// <exception cref="DatasetFormatException">It is of none; the message names the nearest.</exception>
    public static RecordKind Detect(DataRecord record)
    {
        var fields = record.Fields.ToHashSet();
        return All.FirstOrDefault(kind => kind.Missing(record, fields).Count == 0) ?? throw record.Problem(null, Unknown(record, fields));
    }

    /// <summary>Returns names for a sentence, the first dozen of many.</summary>
    public static string Listed(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? "none"
        : string.Join(", ", names.Take(MaxListedFields))
            + (names.Count > MaxListedFields ? $" and {names.Count - MaxListedFields} more" : "");

    private static string Unknown(DataRecord record, HashSet<string> fields)
    {
        if (record.Key is not null && fields.Count > 0 && fields.All(field => field.All(char.IsAsciiDigit)))
        {
            return $"'{record.Key}' holds a column of a table, but a record for each task is needed; pandas writes them with "
                + $"orient='records'.";
        }

        var nearest = All.MinBy(kind => kind.Missing(record, fields).Count)!;
        var missing = nearest.Missing(record, fields);
        var hint = missing.Count * 2 > nearest.Fields.Count
            ? ""
            : $"; nearest is {nearest.Name}, where {string.Join(" and ", missing.Select(field => Wanted(field, fields)))}";
        return $"is of no known kind; its fields are {Listed([.. record.Fields])}{hint}. "
            + string.Join(", ", All.Select(kind => $"{kind.Name} needs {string.Join("+", kind.Fields)}")) + ".";
    }

    private static string Wanted(string field, HashSet<string> fields) =>
        NearestName.Find(field, fields.Where(name => All.All(kind => !kind.Fields.Contains(name)))) is { } meant
            ? $"'{field}' is missing (did you mean it by '{meant}'?)"
            : $"'{field}' is missing";

    /// <summary>The entry of a map is named by its key.</summary>
    private List<string> Missing(DataRecord record, HashSet<string> fields) =>
        [.. Fields.Where((field, place) => !fields.Contains(field) && !(place == 0 && record.Key is not null))];
}
