using Eval.Datasets;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>
/// Chooses the code of a reply: the last candidate that parses and declares what the tests call; failing that the last that parses;
/// failing that the last. The raw reply is kept beside it, so choosing again later costs nothing.
/// </summary>
internal sealed class CodeExtractor(ISyntaxReader? syntax, AnswerAssembly assembly = AnswerAssembly.Prompt, ILanguageCatalog? languages = null)
{
    private const int MostLetters = 1 << 20;
    private const int MostCandidates = 16;
    private static readonly string[] CSharpTags = ["csharp", "cs", "c#", "dotnet", "c-sharp"];
    private static readonly string[] PythonTags = ["python", "py", "python3"];

    public async Task<ExtractedCode> ExtractAsync(FunctionTask task, string reply, CancellationToken ct)
    {
        // Longer than any source that would be compiled; what is beyond is not worth the time.
        var text = ReplyText.WithoutThinking(reply.Length > MostLetters ? reply[^MostLetters..] : reply);
        var candidates = Candidates(task, text);
        ExtractedCode? parsing = null;
        ExtractedCode? last = null;
        for (var i = candidates.Count - 1; i >= 0; i--)
        {
            var code = await ShapeAsync(task, candidates[i], ct);
            if (code.IsBeyondParser)
            {
                // The reply is judged by it: trying on would cost a parser for every such block.
                return code;
            }

            if (code.Found == CodeFound.Parses && (code.Host is not null || task.EntryPoint is null || task.Language != "csharp"))
            {
                return code;
            }

            parsing ??= code.Found == CodeFound.Parses ? code : null;
            last ??= code;
        }

        return parsing ?? last ?? new ExtractedCode("", ReplyText.IsRefusal(text) ? CodeFound.Refusal : CodeFound.Nothing);
    }

    /// <summary>Makes a whole program of a candidate.</summary>
    public Task<ExtractedCode> ShapeAsync(FunctionTask task, string candidate, CancellationToken ct) => task.Language switch
    {
        "csharp" => new CSharpShape(syntax ?? throw new SandboxUnavailableException("No sandbox that reads C# was started."), task).ShapeAsync(candidate, ct),
        "python" => Task.FromResult(PythonShape.Shape(task, candidate, assembly)),
        _ => Task.FromResult(languages is null ? new ExtractedCode(candidate, CodeFound.Parses) : ProgramShape.Shape(task, candidate, languages)),
    };

    private List<string> Candidates(FunctionTask task, string text)
    {
        var own = task.Language switch
        {
            "csharp" => CSharpTags,
            "python" => PythonTags,
            var language => languages?.NamesOf(language).Append(language).ToArray() ?? [language],
        };
        var blocks = Fences.Read(text).Where(block => !string.IsNullOrWhiteSpace(block.Code)).ToList();
        var tagged = blocks.Where(block => own.Contains(block.Tag)).ToList();
        var untagged = blocks.Where(block => block.Tag.Length == 0 || block.Tag is "code" or "text" or "plaintext").ToList();

        // Worst first: the caller goes from the end.
        var candidates = new List<string>();
        if (tagged.Count == 0 && untagged.Count == 0 && LooseCode(task, text) is { } loose)
        {
            candidates.Add(loose);
        }

        if (tagged.Count == 0 && candidates.Count == 0)
        {
            candidates.AddRange(blocks.Select(block => block.Code));
        }

        candidates.AddRange(untagged.Select(block => block.Code));
        if (tagged.Count > 1)
        {
            // Some models spread one answer over several blocks.
            candidates.Add(string.Join("\n\n", tagged.Select(block => block.Code)));
        }

        candidates.AddRange(tagged.Select(block => block.Code));
        return candidates.Distinct().TakeLast(MostCandidates).ToList();
    }

    /// <summary>Returns the part of a reply without fences that may be code, or null.</summary>
    private string? LooseCode(FunctionTask task, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        if (languages is not null && task.Language is not ("csharp" or "python"))
        {
            var begin = Array.FindIndex(lines, line => languages.Definitions(task.Language, line).Count > 0);
            return begin >= 0 && !(task.PromptStyle == PromptStyle.Continuation && lines[..begin].All(line => !IsProse(line)))
                ? string.Join('\n', lines[begin..])
                : task.PromptStyle == PromptStyle.Continuation && !string.IsNullOrWhiteSpace(text) && !ReplyText.IsRefusal(text) ? text : null;
        }

        if (task.Language == "python")
        {
            return LoosePython(task, lines, text);
        }

        var first = Array.FindIndex(lines, LooksLikeCode);
        if (first < 0)
        {
            // A continuation may be nothing but the body of the function.
            return task.PromptStyle == PromptStyle.Continuation && !string.IsNullOrWhiteSpace(text) && !ReplyText.IsRefusal(text) ? text : null;
        }

        var end = Array.FindLastIndex(lines, line => line.TrimEnd().EndsWith('}') || line.TrimEnd().EndsWith(';'));
        return task.PromptStyle == PromptStyle.Continuation && first > 0 && !lines[..first].Any(IsProse)
            ? text
            : string.Join('\n', lines[first..(Math.Max(end, first) + 1)]);
    }

    /// <summary>Python has no braces to end by: code goes on as long as lines are indented or begin as statements do.</summary>
    private static string? LoosePython(FunctionTask task, string[] lines, string text)
    {
        var first = Array.FindIndex(lines, LooksLikePython);
        if (first < 0)
        {
            return task.PromptStyle == PromptStyle.Continuation && !string.IsNullOrWhiteSpace(text) && !ReplyText.IsRefusal(text) ? text : null;
        }

        // A body without its signature may stand before what looks like code.
        return lines[..first].Any(line => line.StartsWith("    ", StringComparison.Ordinal)) && !lines[..first].Any(IsProse)
            ? text
            : string.Join('\n', lines[first..]);
    }

    private static bool LooksLikePython(string line) =>
        line.StartsWith("def ", StringComparison.Ordinal) || line.StartsWith("class ", StringComparison.Ordinal) && line.TrimEnd().EndsWith(':')
        || line.StartsWith("import ", StringComparison.Ordinal) || line.StartsWith("from ", StringComparison.Ordinal) && line.Contains(" import ", StringComparison.Ordinal)
        || line.StartsWith("async def ", StringComparison.Ordinal) || line.StartsWith('@');

    private static bool LooksLikeCode(string line)
    {
        var text = line.TrimStart();
        return text.StartsWith("using ", StringComparison.Ordinal) && text.TrimEnd().EndsWith(';')
            || text.StartsWith("namespace ", StringComparison.Ordinal)
            || text.StartsWith('[') && text.TrimEnd().EndsWith(']')
            || text.StartsWith("public ", StringComparison.Ordinal)
            || text.StartsWith("internal ", StringComparison.Ordinal)
            || text.StartsWith("private ", StringComparison.Ordinal)
            || text.StartsWith("static ", StringComparison.Ordinal)
            || text.StartsWith("sealed ", StringComparison.Ordinal)
            || text.StartsWith("class ", StringComparison.Ordinal) && !text.TrimEnd().EndsWith('.')
            || text.StartsWith("record ", StringComparison.Ordinal) && !text.TrimEnd().EndsWith('.')
            || text.StartsWith("///", StringComparison.Ordinal);
    }

    private static bool IsProse(string line)
    {
        var text = line.Trim();
        return text.Length > 0 && char.IsUpper(text[0]) && text[^1] is '.' or ':' or '!' && !text.Contains('(', StringComparison.Ordinal);
    }
}
