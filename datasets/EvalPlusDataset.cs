using System.Text;
using System.Text.Json;

namespace Eval.Datasets;

/// <summary>
/// Tasks in the format of EvalPlus (HumanEval+, MBPP+): inputs instead of tests. The expected values are those of the data set's own
/// solution, worked out beside the tests and never where an answer runs.
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
        var id = record.Id("task_id");
        // HumanEval's prompts are code to go on with; MBPP's are a docstring that says what to write.
        var isContinuation = !prompt.TrimStart().StartsWith("\"\"\"", StringComparison.Ordinal);
        var reference = isContinuation ? prompt + solution : solution;
        return new FunctionTask
        {
            Id = id,
            Dataset = Name,
            Language = ProgrammingLanguage.Python,
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
        return $"""
            import json as __json
            __check(
                reference={Literal(reference)},
                entry_point={Literal(record.Text("entry_point"))},
                inputs=__json.loads({Literal(Inputs(record, "base_input"))}) + list(__json.loads({Literal(Inputs(record, "plus_input"))})),
                atol={Literal(record.OptionalValue("atol") ?? "0")},
                assertion={Literal(record.OptionalText("assertion") ?? "")},
                base={Literal(record.OptionalText("test") ?? "")},
            )

            """;
    }

    /// <summary>
    /// Returns a list of inputs as Python reads it; sets cut to their base tests write an empty object for no further ones.
    /// </summary>
    private static string Inputs(DataRecord record, string field)
    {
        var json = Encoding.UTF8.GetBytes(record.Value(field)?.GetRawText() ?? "null");
        var text = record.IsText(field) ? record.AnyText(field) : Encoding.UTF8.GetString(PythonNumbers.AsPython(json).Span);
        return text.TrimStart() is ['[', ..] ? text
            : text.Trim() is "null" or "{}" or "" ? "[]"
            : throw record.Problem(field, "is no list of inputs; a list with a list of arguments for each call is needed.");
    }
}
