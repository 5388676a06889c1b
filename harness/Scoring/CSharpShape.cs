using Eval.Datasets;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>
/// Makes a whole source file of what a model wrote: a file or type stays as it is, bare methods get the type the tests expect around them,
/// top-level statements are dropped, and a continuation is joined to its prompt.
/// </summary>
internal sealed class CSharpShape(ISyntaxReader syntax, FunctionTask task)
{
    private readonly string _method = task.EntryPoint?.Split('.')[^1] ?? "";
    private readonly string _type = task.EntryPoint is { } name && name.Contains('.', StringComparison.Ordinal) ? name.Split('.')[^2]
        : task.PromptStyle == PromptStyle.Continuation ? "Problem" : "Solution";

    public async Task<ExtractedCode> ShapeAsync(string candidate, CancellationToken ct)
    {
        var usings = task.PromptStyle == PromptStyle.Continuation ? PromptUsings() : "";
        var outline = await syntax.ReadAsync(candidate, ct);
        if (outline.IsBeyondParser)
        {
            return new ExtractedCode(candidate, CodeFound.HasSyntaxErrors) { IsBeyondParser = true };
        }

        if (outline.Errors == 0)
        {
            if (FindHost(outline, candidate) is { } host)
            {
                return new ExtractedCode(candidate, CodeFound.Parses) { Host = host, PromptUsings = usings };
            }

            if (outline.Members.Any(member => member.Kind == OutlineMemberKind.Method && (_method.Length == 0 || member.Name == _method)))
            {
                return await ReadAgainAsync(WrapMethods(candidate, outline), usings, ct);
            }
        }

        if (task.PromptStyle == PromptStyle.Continuation && await ContinueAsync(candidate, usings, ct) is { } continued)
        {
            return continued;
        }

        // A type without the entry point, for instance under another name, still goes to the compiler, which says what is wrong.
        return outline.Errors == 0 && outline.Members.All(member => member.Kind == OutlineMemberKind.Statement)
            ? new ExtractedCode(candidate, task.EntryPoint is null ? CodeFound.Parses : CodeFound.HasSyntaxErrors) { PromptUsings = usings }
            : new ExtractedCode(candidate, outline.Errors == 0 ? CodeFound.Parses : CodeFound.HasSyntaxErrors) { PromptUsings = usings };
    }

    /// <summary>Joins the answer to the prompt it continues, closing the braces it left open.</summary>
    private async Task<ExtractedCode?> ContinueAsync(string candidate, string usings, CancellationToken ct)
    {
        var cut = candidate;
        foreach (var stop in task.StopTokens)
        {
            var index = cut.IndexOf(stop, StringComparison.Ordinal);
            cut = index >= 0 ? cut[..index] : cut;
        }

        string[] answers = cut == candidate ? [candidate] : [candidate, cut];
        foreach (var answer in answers)
        {
            foreach (var closing in new[] { "\n    }\n}\n", "\n}\n", "\n" })
            {
                var whole = await ReadAgainAsync(task.Prompt + answer + closing, usings, ct);
                if (whole is { Found: CodeFound.Parses, Host: not null })
                {
                    return whole;
                }
            }
        }

        return null;
    }

    private async Task<ExtractedCode> ReadAgainAsync(string source, string usings, CancellationToken ct)
    {
        var outline = await syntax.ReadAsync(source, ct);
        return new ExtractedCode(source, outline.Errors == 0 ? CodeFound.Parses : CodeFound.HasSyntaxErrors)
        {
            Host = FindHost(outline, source),
            PromptUsings = usings,
        };
    }

    private HostType? FindHost(SyntaxOutline outline, string source)
    {
        var types = outline.Members.Where(member => member.Kind == OutlineMemberKind.Type && member.Keyword is not null).ToList();
        var host = types.FirstOrDefault(type => type.Name == _type && Declares(type))
            ?? types.LastOrDefault(Declares)
            ?? types.FirstOrDefault(type => type.Name == _type);
        if (host?.Keyword is not { } keyword)
        {
            return null;
        }

        var end = keyword;
        while (end < source.Length && char.IsLetter(source[end]))
        {
            end++;
        }

        return new HostType(host.Name, host.Namespace, keyword, source[keyword..end], host.Modifiers.Contains("partial", StringComparison.Ordinal));
    }

    private bool Declares(OutlineMember type) =>
        type.Members.Any(member => member.Kind == OutlineMemberKind.Method && member.Name == _method);

    private string WrapMethods(string source, SyntaxOutline outline)
    {
        string Text(OutlineMember member) => source.Substring(member.Start, member.Length);
        var methods = outline.Members.Where(member => member.Kind is OutlineMemberKind.Method or OutlineMemberKind.Other)
            .Select(member => AsStatic(member, Text(member)));
        var types = outline.Members.Where(member => member.Kind == OutlineMemberKind.Type).Select(Text);
        return $"{source[..outline.UsingsEnd]}\npublic partial class {_type}\n{{\n{string.Join("\n", methods)}\n}}\n{string.Join("\n", types)}\n";
    }

    /// <summary>A method that stands alone is called without an instance, so it is made static and visible; the keywords go in front of its own line.</summary>
    private static string AsStatic(OutlineMember member, string text)
    {
        if (member.Kind != OutlineMemberKind.Method || member.Keyword is not { } keyword)
        {
            return text;
        }

        var missing = (member.Modifiers.Contains("public", StringComparison.Ordinal) || member.Modifiers.Contains("private", StringComparison.Ordinal)
                || member.Modifiers.Contains("internal", StringComparison.Ordinal) || member.Modifiers.Contains("protected", StringComparison.Ordinal)
                ? "" : "public ")
            + (member.Modifiers.Contains("static", StringComparison.Ordinal) ? "" : "static ");
        return text.Insert(keyword - member.Start, missing);
    }

    private string PromptUsings() => string.Join('\n', task.Prompt.ReplaceLineEndings("\n").Split('\n')
        .Where(line => line.StartsWith("using ", StringComparison.Ordinal) && line.TrimEnd().EndsWith(';'))
        .Select(line => "global " + line.Trim()));
}
