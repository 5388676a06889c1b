using System.Text.RegularExpressions;

namespace Eval.Datasets;

/// <summary>
/// Tells the language of a record in human-eval's fields, which sets in many languages use without saying so: from its own word, from the
/// prompt, or
/// from the task's id.
/// </summary>
/// <param name="Name">The language.</param>
/// <param name="Field">The field that tells it.</param>
/// <param name="Sign">What stands there, in words that follow the field's name.</param>
internal sealed partial record RecordLanguage(string Name, string Field, string Sign)
{
    private const int MinPrefixChars = 2;
    private const int MatchMilliseconds = 1000;
    private const int MaxHeadChars = 10_000;

    private static readonly (Regex Sign, string Language)[] Signs =
    [
        (CppSign(), "cpp"),
        (PhpSign(), "php"),
        (TypeScriptSign(), "typescript"),
        (JavaScriptSign(), ProgrammingLanguage.JavaScript),
        (RustSign(), "rust"),
        (GoSign(), "go"),
        (SwiftSign(), "swift"),
        (KotlinSign(), "kotlin"),
        (CSharpSign(), "csharp"),
        (JavaSign(), "java"),
    ];

    /// <summary>Gets the language's name in sentences.</summary>
    public string DisplayName => ProgrammingLanguage.Find(Name)?.DisplayName ?? Name;

    /// <summary>
    /// Returns the language of a record; <see cref="ProgrammingLanguage.Unknown"/> where it is not Python and nothing says what it is.
    /// </summary>
    public static RecordLanguage Detect(DataRecord record)
    {
        var prompt = record.Text("prompt");
        if (record.OptionalText("language") is { } own)
        {
            return new RecordLanguage(ProgrammingLanguage.NameOf(own), "language", $"is '{own}'");
        }

        if (BeginsPython(prompt))
        {
            return new RecordLanguage(ProgrammingLanguage.Python, "prompt", "is Python");
        }

        var id = record.Id("task_id");
        var prefix = id.Split('/')[0];
        var named = ProgrammingLanguage.Find(prefix);
        if (named is not null && prefix.Length < id.Length && prefix.Length >= MinPrefixChars)
        {
            return new RecordLanguage(named.Name, "task_id", $"is '{id}'");
        }

        if (Find(Fence(), prompt)?.TrimStart().TrimStart('`').Trim() is { } mark && ProgrammingLanguage.Find(mark) is { } fenced)
        {
            return new RecordLanguage(fenced.Name, "prompt", $"holds a block of code marked '{mark}'");
        }

        foreach (var (sign, language) in Signs)
        {
            if (Find(sign, prompt) is { } found)
            {
                return new RecordLanguage(language, "prompt", $"holds '{found.Trim()}'");
            }
        }

        if (Find(PythonSign(), prompt) is not null)
        {
            return new RecordLanguage(ProgrammingLanguage.Python, "prompt", "is Python");
        }

        // One letter is a language only as McEval writes it.
        return named is not null && prefix.Length < id.Length && prefix == named.DisplayName
            ? new RecordLanguage(named.Name, "task_id", $"is '{id}'")
            : new RecordLanguage(
                ProgrammingLanguage.Unknown,
                "prompt",
                "is no Python: no line of it begins a function, a class, an import or a docstring");
    }

    /// <summary>
    /// Returns whether a text holds the head of a Python function: the keyword, a name, parameters in brackets that close, and a colon.
    /// </summary>
    internal static bool BeginsPython(string code)
    {
        foreach (Match head in FunctionHead().Matches(code))
        {
            var (depth, at) = (1, head.Index + head.Length);
            var end = Math.Min(code.Length, at + MaxHeadChars);
            for (; at < end && depth > 0; at++)
            {
                depth += code[at] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            }

            // Scala's heads end with an equals sign or a brace, Ruby's with nothing.
            if (depth == 0 && HeadEnd().IsMatch(code[at..(code.IndexOf('\n', at) is var line and >= 0 ? line : code.Length)]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Returns what a pattern finds; null also where a text keeps it busy for too long, as no prompt does that people write.
    /// </summary>
    private static string? Find(Regex pattern, string text)
    {
        try
        {
            return pattern.Match(text) is { Success: true } match ? match.Value : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[ \t]*(?:async[ \t]+)?def[ \t]+\w+[ \t]*(?:\[[^\]\n]*\])?\(", RegexOptions.Multiline)]
    private static partial Regex FunctionHead();

    [GeneratedRegex(@"^\s*(?:->[^\n]*)?:(?![^#]*[={]\s*$)")]
    private static partial Regex HeadEnd();

    [GeneratedRegex(
        @"^(?:class[ \t]+\w+[^{\n]*:\s*$|import[ \t]+[\w., \t]+$|from[ \t]+\S+[ \t]+import\b[^;\n]*$|[rRuU]?(?:""""""|'''))",
        RegexOptions.Multiline,
        MatchMilliseconds)]
    private static partial Regex PythonSign();

    [GeneratedRegex(@"^\s*`{3,}\s*([\w+#.-]+)", RegexOptions.Multiline, MatchMilliseconds)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^[ \t]*#[ \t]*include\b[^\n]*|^[ \t]*using namespace \w+;", RegexOptions.Multiline, MatchMilliseconds)]
    private static partial Regex CppSign();

    [GeneratedRegex(@"<\?php")]
    private static partial Regex PhpSign();

    [GeneratedRegex(
        @"^(?![ \t]*[*/])[^\n]*\b(?:function|const|let)\b[^\n]*:\s*(?:number|string|boolean|any|void|unknown|Array<|Record<|\w+\[\])[^\n]*",
        RegexOptions.Multiline,
        MatchMilliseconds)]
    private static partial Regex TypeScriptSign();

    [GeneratedRegex(
        @"^[ \t]*(?:export[ \t]+(?:default[ \t]+)?)?(?:async[ \t]+)?function\b\s*\*?\s*\w*\s*\("
        + @"|^[ \t]*(?:const|let|var)[ \t]+\w+[ \t]*=[^\n]*",
        RegexOptions.Multiline,
        MatchMilliseconds)]
    private static partial Regex JavaScriptSign();

    [GeneratedRegex(@"^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?fn[ \t]+\w+", RegexOptions.Multiline, MatchMilliseconds)]
    private static partial Regex RustSign();

    [GeneratedRegex(@"^package[ \t]+\w+[ \t]*$|^func[ \t]+\w+\([^)\n]*\)(?![^\n]*->)[^\n]*\{", RegexOptions.Multiline, MatchMilliseconds)]
    private static partial Regex GoSign();

    [GeneratedRegex(@"^[ \t]*func[ \t]+\w+", RegexOptions.Multiline, MatchMilliseconds)]
    private static partial Regex SwiftSign();

    [GeneratedRegex(@"^[ \t]*fun[ \t]+\w+\s*\(", RegexOptions.Multiline, MatchMilliseconds)]
    private static partial Regex KotlinSign();

    [GeneratedRegex(@"^[ \t]*using[ \t]+System\b[^\n]*|^[ \t]*namespace[ \t]+[\w.]+", RegexOptions.Multiline, MatchMilliseconds)]
    private static partial Regex CSharpSign();

    [GeneratedRegex(
        @"^[ \t]*import[ \t]+java[\w.*]*;|^[ \t]*(?:public|private|static)[ \t]+(?:static[ \t]+)?(?:class[ \t]+\w+|[\w<>\[\], ]+\()",
        RegexOptions.Multiline,
        MatchMilliseconds)]
    private static partial Regex JavaSign();
}
