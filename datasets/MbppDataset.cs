using System.Text.RegularExpressions;

namespace Eval.Datasets;

/// <summary>
/// Tasks in the format of MBPP: the full set (<c>text</c>), the sanitized one (<c>prompt</c>) and MBPP+ as Hugging Face has it (with
/// <c>test</c>
/// beside the assertions). The <c>challenge_test_list</c> decides nothing, as in the papers.
/// </summary>
/// <param name="name">The name under which results are reported.</param>
/// <param name="file">The file.</param>
public sealed partial class MbppDataset(string name, string file) : RecordDataset(name, file)
{
    /// <inheritdoc/>
    public override string Kind => "MBPP";

    private protected override string IdField => "task_id";

    private protected override string? Unfitness(DataRecord record)
    {
        var tests = record.Texts("test_list");
        return tests.Count == 0 ? "test_list holds no test"
            : EntryPoint(tests, record.OptionalText("code")) is null ? "test_list holds no call of a function"
            : null;
    }

    private protected override FunctionTask Parse(DataRecord record)
    {
        var tests = record.Texts("test_list");
        var code = record.OptionalText("code");
        var setup = string.Join('\n', record.Texts("test_imports").Append(record.OptionalText("test_setup_code") ?? ""));
        var text = record.OptionalText("prompt") ?? record.Text("text");
        return new FunctionTask
        {
            Id = record.Id("task_id"),
            Dataset = Name,
            Language = ProgrammingLanguage.Python,
            Class = "completion",
            // As in the papers that report on it: the sentence, then the assertions that name the function.
            Prompt = $"{text.Trim()}\nYour code should pass these tests:\n\n{string.Join('\n', tests)}\n",
            PromptStyle = PromptStyle.Instruction,
            EntryPoint = EntryPoint(tests, code),
            ReferenceSolution = code,
            Tests = new ProgramTests
            {
                Code = string.Join('\n', [setup, .. tests, record.OptionalText("test") ?? ""]).TrimEnd('\n') + "\n",
                Style = ProgramTestStyle.PythonStatements,
            },
        };
    }

    /// <summary>
    /// Returns the function the tests are about: the first one they call that the code defines, else the first that is not built in.
    /// </summary>
    internal static string? EntryPoint(IReadOnlyList<string> tests, string? code)
    {
        var defined = Definition().Matches(code ?? "").Select(match => match.Groups[1].Value).ToHashSet();
        var calls = tests.SelectMany(PythonCalls.In).ToList();
        return calls.FirstOrDefault(defined.Contains)
            ?? calls.FirstOrDefault(name => !PythonCalls.IsBuiltIn(name))
            ?? calls.FirstOrDefault();
    }

    [GeneratedRegex(@"^(?:(?:async\s+)?def\s+(?=\w)|(?=\w+\s*=\s*lambda\b))(\w+)", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
