using System.Text.RegularExpressions;

namespace Eval.Datasets;

/// <summary>
/// Tasks in the format of human-eval, in Python and JavaScript; further fields, such as EvalPlus adds, are allowed and not used.
/// </summary>
/// <param name="name">The name under which results are reported.</param>
/// <param name="file">The file.</param>
public sealed partial class HumanEvalDataset(string name, string file) : RecordDataset(name, file)
{
    private static readonly string[] Languages = [ProgrammingLanguage.Python, ProgrammingLanguage.JavaScript];

    /// <inheritdoc/>
    public override string Kind => "human-eval";

    private protected override string IdField => "task_id";

    private protected override FunctionTask Parse(DataRecord record)
    {
        var prompt = record.Text("prompt");
        var test = record.Text("test");
        var language = RecordLanguage.Detect(record);
        if (!Languages.Contains(language.Name))
        {
            var declared = language.Name == ProgrammingLanguage.Unknown ? "" : $", so the task is in {language.DisplayName}";
            throw record.ProblemOfSet(
                language.Field,
                $"{language.Sign}{declared}; records in human-eval's fields are run in Python and JavaScript only, "
                + "use MultiPL-E's format or the project's own for other languages.");
        }

        return new FunctionTask
        {
            Id = record.Id("task_id"),
            Dataset = Name,
            Language = language.Name,
            Class = "completion",
            Prompt = prompt,
            PromptStyle = PromptStyle.Continuation,
            EntryPoint = record.Text("entry_point"),
            ReferenceSolution = record.OptionalText("canonical_solution") is { } body ? prompt + body : null,
            Tests = new ProgramTests { Code = test, Style = Style(record, test, language.Name) },
        };
    }

    /// <summary>Tests without <c>check</c> are a program; one that only defines things would let every answer pass.</summary>
    private static ProgramTestStyle Style(DataRecord record, string test, string language) =>
        language == ProgrammingLanguage.Python && CheckFunction().IsMatch(test) ? ProgramTestStyle.HumanEvalCheck
        : TopLevelCall().IsMatch(test)
            ? language == ProgrammingLanguage.Python ? ProgramTestStyle.PythonStatements : ProgramTestStyle.Script
        : throw record.Problem("test", test.Contains("unittest", StringComparison.Ordinal)
            ? "is a class of unittest, which is not run; write a function check(candidate) with assertions."
            : "defines no function check(candidate) and calls nothing, so every answer would pass.");

    [GeneratedRegex(@"^(?:async\s+)?def\s+check\s*\(", RegexOptions.Multiline)]
    private static partial Regex CheckFunction();

    [GeneratedRegex(
        @"^(?:(?:assert|for|while|with|try)\b|\(|(?!(?:def|class|if|function|async)\b)[A-Za-z_$][\w.$]*\s*\()",
        RegexOptions.Multiline)]
    private static partial Regex TopLevelCall();
}
