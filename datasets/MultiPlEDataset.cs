using System.Text.RegularExpressions;

namespace Eval.Datasets;

/// <summary>Tasks in the format of MultiPL-E: a prompt to continue and a test program that closes it.</summary>
/// <param name="name">The name under which results are reported.</param>
/// <param name="file">The file.</param>
public sealed partial class MultiPlEDataset(string name, string file) : RecordDataset(name, file)
{
    /// <inheritdoc/>
    public override string Kind => "MultiPL-E";

    private protected override string IdField => "name";

    private protected override FunctionTask Parse(DataRecord record)
    {
        var prompt = record.Text("prompt");
        return new FunctionTask
        {
            Id = record.Id("name"),
            Dataset = Name,
            // MultiPL-E names languages by the ending of their files.
            Language = ProgrammingLanguage.NameOf(record.Text("language")),
            Class = "completion",
            Prompt = prompt,
            PromptStyle = PromptStyle.Continuation,
            EntryPoint = LastMethod(prompt),
            Tests = new ProgramTests { Code = record.Text("tests"), Style = ProgramTestStyle.MultiPlE },
            StopTokens = record.Texts("stop_tokens"),
        };
    }

    /// <summary>Returns the name of the last method a prompt opens; those before it are helpers with a body.</summary>
    internal static string? LastMethod(string prompt)
    {
        var code = Comment().Replace(prompt, "");
        var last = Keyword().Matches(code).LastOrDefault() ?? Opening().Matches(code).LastOrDefault();
        return last?.Groups["name"].Value;
    }

    [GeneratedRegex(@"^\s*(//|#|--).*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:def|func|function|fn|sub)\s+(?<name>\w+)")]
    private static partial Regex Keyword();

    [GeneratedRegex(@"(?<name>\w+)\s*(?:<[^<>()]*>)?\s*\((?>[^()]|(?<open>\()|(?<-open>\)))*(?(open)(?!))\)[^(){};]*\{")]
    private static partial Regex Opening();
}
