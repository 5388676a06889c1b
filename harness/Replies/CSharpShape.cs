using Eval.Datasets;
using Eval.Sandboxes;

namespace Eval.Harness.Replies;

/// <summary>
/// Makes a whole source file of what a model wrote: a file or type stays as it is, bare methods get the type the tests expect around them,
/// top-level statements are dropped, and a continuation is joined to its prompt.
/// </summary>
internal sealed class CSharpShape(ISyntaxReader syntax, FunctionTask task)
{
    private readonly string _method = task.EntryPoint?.Split('.')[^1] ?? "";
    private readonly string _type = task.EntryPoint is { } name && name.Contains('.', StringComparison.Ordinal) ? name.Split('.')[^2]
        : task.PromptStyle == PromptStyle.Continuation ? "Problem" : "Solution";

    public async Task<ExtractedCode> ShapeAsync(CSharpSource source, CancellationToken ct)
    {
        var outline = source.Outline;
        var parses = outline.Errors == 0;
        if (parses && FindHost(source) is ({ } host, var rank) && rank > AnswerRank.Parses)
        {
            return new ExtractedCode(source.Text, rank) { Host = host, PromptUsings = PromptUsings };
        }

        if (parses && source.BareMethods.Any(method => (_method.Length == 0 || method.Name == _method) && !method.IsStub))
        {
            return await ReadAgainAsync(WrapMethods(source, "public partial class"), AnswerRank.DeclaresMember, ct);
        }

        if (task.PromptStyle == PromptStyle.Continuation && await ContinueAsync(source.Text, ct) is { } continued)
        {
            return continued;
        }

        // Statements alone, and a type without the entry point, still go to the compiler, which says what is wrong.
        return new ExtractedCode(source.Text, parses ? AnswerRank.Parses : AnswerRank.Unreadable)
        {
            Host = parses ? FindHost(source).Host : null,
            PromptUsings = PromptUsings,
        };
    }

    /// <summary>Returns a source that another one needs, as it can stand beside that one.</summary>
    public string AsHelper(CSharpSource source, HostType? host)
    {
        if (!source.BareMethods.Any())
        {
            return source.Text;
        }

        var wrapped = WrapMethods(source, $"partial {host?.Declaration ?? "class"}", host?.Name);
        var usings = source.Outline.UsingsEnd;
        return host is not { Namespace.Length: > 0 } ? wrapped
            : $"{wrapped[..usings]}\nnamespace {host.Namespace}\n{{\n{wrapped[usings..]}\n}}\n";
    }

    /// <summary>Gets the using directives of the prompt, for all sources of the answer.</summary>
    private string PromptUsings => task.PromptStyle != PromptStyle.Continuation ? "" : string.Join('\n', TextLines.Split(task.Prompt)
        .Where(line => line.StartsWith("using ", StringComparison.Ordinal) && line.TrimEnd().EndsWith(';'))
        .Select(line => "global " + line.Trim()));

    /// <summary>Joins the answer to the prompt it continues, closing the braces it left open.</summary>
    private async Task<ExtractedCode?> ContinueAsync(string candidate, CancellationToken ct)
    {
        var cut = StopTokens.Cut(task, candidate);
        string[] answers = cut == candidate ? [candidate] : [candidate, cut];
        foreach (var answer in answers)
        {
            foreach (var closing in new[] { "\n    }\n}\n", "\n}\n", "\n" })
            {
                var whole = await ReadAgainAsync(task.Prompt + answer + closing, AnswerRank.CompletesPrompt, ct);
                if (whole is { Rank: AnswerRank.CompletesPrompt, Host: not null })
                {
                    return whole;
                }
            }
        }

        return null;
    }

    private async Task<ExtractedCode> ReadAgainAsync(string text, AnswerRank rank, CancellationToken ct)
    {
        var source = new CSharpSource(text, await syntax.ReadAsync(text, ct));
        return new ExtractedCode(text, source.Outline.Errors == 0 ? rank : AnswerRank.Unreadable)
        {
            Host = FindHost(source).Host,
            PromptUsings = PromptUsings,
        };
    }

    private (HostType? Host, AnswerRank Rank) FindHost(CSharpSource source)
    {
        var types = source.Hosts.ToList();
        var asked = types.FirstOrDefault(type => type.Name == _type && Declares(type));
        var other = asked is not null ? null : types.LastOrDefault(Declares);
        var named = asked ?? other ?? types.FirstOrDefault(type => type.Name == _type);
        var rank = asked is not null ? AnswerRank.DeclaresEntryPoint
            : other is not null || task.EntryPoint is null && types.Count > 0 ? AnswerRank.DeclaresMember
            : AnswerRank.Parses;
        return (AsHost(named ?? (task.EntryPoint is null ? types.LastOrDefault() : null), source.Text), rank);
    }

    private static HostType? AsHost(OutlineMember? type, string text)
    {
        if (type?.Keyword is not { } keyword)
        {
            return null;
        }

        var end = keyword;
        while (end < text.Length && char.IsLetter(text[end]))
        {
            end++;
        }

        return new HostType(type.Name, type.Namespace, keyword, text[keyword..end],
            type.Modifiers.Contains("partial", StringComparison.Ordinal));
    }

    private bool Declares(OutlineMember type) =>
        type.Members.Any(member => member.Kind == OutlineMemberKind.Method && member.Name == _method && !member.IsStub);

    private string WrapMethods(CSharpSource source, string declaration, string? name = null)
    {
        string Text(OutlineMember member) => source.Text.Substring(member.Start, member.Length);
        var methods = source.Outline.Members.Where(member => member.Kind is OutlineMemberKind.Method or OutlineMemberKind.Other)
            .Select(member => AsStatic(member, Text(member)));
        var types = source.Types.Select(Text);
        return $"{source.Text[..source.Outline.UsingsEnd]}\n{declaration} "
            + $"{name ?? _type}\n{{\n{string.Join("\n", methods)}\n}}\n{string.Join("\n", types)}\n";
    }

    /// <summary>
    /// A method that stands alone is called without an instance, so it is made static and visible; the keywords go in front of its own
    /// line.
    /// </summary>
    private static string AsStatic(OutlineMember member, string text)
    {
        if (member.Kind != OutlineMemberKind.Method || member.Keyword is not { } keyword)
        {
            return text;
        }

        var missing = (member.Modifiers.Contains("public", StringComparison.Ordinal)
            || member.Modifiers.Contains("private", StringComparison.Ordinal)
                || member.Modifiers.Contains("internal", StringComparison.Ordinal)
                || member.Modifiers.Contains("protected", StringComparison.Ordinal)
                ? "" : "public ")
            + (member.Modifiers.Contains("static", StringComparison.Ordinal) ? "" : "static ");
        return text.Insert(keyword - member.Start, missing);
    }
}
