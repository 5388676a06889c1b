using System.Text.Json;

namespace Eval.Datasets;

/// <summary>
/// Tasks in the format of EvalPlus (HumanEval+, MBPP+): inputs instead of tests. The expected values are those of the data set's own solution,
/// worked out beside the tests and never where an answer runs.
/// </summary>
/// <param name="name">The name under which results are reported.</param>
/// <param name="file">The file.</param>
public sealed class EvalPlusDataset(string name, string file) : RecordDataset(name, file)
{
    /// <inheritdoc/>
    public override string Kind => "EvalPlus";

    private protected override string IdField => "task_id";

    private protected override FunctionTask Parse(DataRecord record)
    {
        var prompt = record.Text("prompt");
        var solution = record.Text("canonical_solution");
        var id = record.Text("task_id");
        // HumanEval's prompts are code to go on with; MBPP's are a docstring that says what to write.
        var isContinuation = !prompt.TrimStart().StartsWith("\"\"\"", StringComparison.Ordinal);
        var reference = isContinuation ? prompt + solution : solution;
        return new FunctionTask
        {
            Id = id,
            Dataset = Name,
            Language = "python",
            Class = "completion",
            Prompt = prompt,
            PromptStyle = isContinuation ? PromptStyle.Continuation : PromptStyle.Instruction,
            EntryPoint = record.Text("entry_point"),
            ReferenceSolution = reference,
            Tests = new ProgramTests { Code = Program(record, reference), Style = ProgramTestStyle.EvalPlus },
        };
    }

    private static string Program(DataRecord record, string reference)
    {
        static string Literal(string text) => JsonSerializer.Serialize(text);
        string Json(string field) => Literal(record.Value(field)?.GetRawText() ?? throw record.Problem(field, "is missing."));
        return $"""
            import json as __json
            __check(
                reference={Literal(reference)},
                entry_point={Literal(record.Text("entry_point"))},
                inputs=__json.loads({Json("base_input")}) + list(__json.loads({Json("plus_input")})),
                atol={Literal(record.Value("atol")?.GetRawText() ?? "0")},
                assertion={Literal(record.OptionalText("assertion") ?? "")},
                base={Literal(record.OptionalText("test") ?? "")},
            )

            """;
    }
}
