namespace Eval.Datasets;

/// <summary>Tasks in the format of MBPP, the full set (<c>text</c>) and the sanitized one (<c>prompt</c>): a sentence and a list of assertions.</summary>
/// <param name="name">The name under which results are reported.</param>
/// <param name="file">The file.</param>
public sealed class MbppDataset(string name, string file) : RecordDataset(name, file)
{
    /// <inheritdoc/>
    public override string Kind => "MBPP";

    private protected override string IdField => "task_id";

    private protected override FunctionTask Parse(DataRecord record)
    {
        var tests = record.Texts("test_list");
        if (tests.Count == 0)
            throw record.Problem("test_list", "holds no test; a task needs at least one.");

        var setup = string.Join('\n', record.Texts("test_imports").Append(record.OptionalText("test_setup_code") ?? ""));
        var text = record.OptionalText("prompt") ?? record.Text("text");
        return new FunctionTask
        {
            Id = record.Value("task_id")?.ToString() ?? throw record.Problem("task_id", "is missing."),
            Dataset = Name,
            Language = "python",
            Class = "completion",
            // As in the papers that report on it: the sentence, then the assertions that name the function.
            Prompt = $"{text.Trim()}\nYour code should pass these tests:\n\n{string.Join('\n', tests)}\n",
            PromptStyle = PromptStyle.Instruction,
            EntryPoint = EntryPoint(tests) ?? throw record.Problem("test_list", "holds no call of a function in its first test."),
            ReferenceSolution = record.OptionalText("code"),
            Tests = new ProgramTests { Code = $"{setup}\n{string.Join('\n', tests)}\n", Style = ProgramTestStyle.PythonStatements },
        };
    }

    /// <summary>Returns the function that the first test calls: the innermost one that is neither built in nor a member.</summary>
    internal static string? EntryPoint(IReadOnlyList<string> tests) => PythonCalls.FirstOwn(tests[0]);
}
