using System.Text.RegularExpressions;

namespace Eval.Harness.Replies;

/// <summary>
/// Reads the shape of JavaScript up to its first mistake: strings and brackets that end, and no two names side by side where no keyword is
/// one of them. Its own parser has the last word, where the answer runs.
/// </summary>
internal sealed partial class ScriptReader : ICodeReader
{
    private static readonly HashSet<string> Keywords =
    [
        "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "export",
            "extends", "finally", "for", "from",
        "function", "get", "if", "import", "in", "instanceof", "let", "new", "of", "return", "set", "static", "super", "switch", "this",
            "throw", "try", "typeof", "using", "var",
        "void", "while", "with", "yield", "as", "null", "true", "false",
    ];

    // A line that ends with an operator goes on, and so does one whose successor begins with one.
    private static readonly HashSet<string> GoesOn = ["else", "catch", "finally", "instanceof", "in", "of", "extends"];

    /// <summary>A line of code shows within this what it is; longer ones could cost a pattern the square of their length.</summary>
    private const int MaxBeginning = 200;

    /// <inheritdoc/>
    public CodeOutline Read(string text)
    {
        var lexer = new ScriptLexer(text);
        var statements = new List<CodeStatement>();
        var current = new List<CodeToken>();
        var brackets = new Brackets();
        while (lexer.Next() is { } token)
        {
            if (brackets.AreClosed && current.Count > 0
                && (current[^1].Is(";") || IsDeclaration(current) || token.IsFirstOnLine && EndsBetween(text, current[^1], token)))
            {
                End(statements, current, text);
            }

            if (token.Kind == CodeTokenKind.Invalid || !brackets.Take(token) || !Follows(current, token))
            {
                return new CodeOutline(false, statements.Count == 0 ? 0 : statements[^1].End, statements);
            }

            current.Add(token);
        }

        if (!brackets.AreClosed)
        {
            return new CodeOutline(false, statements.Count == 0 ? 0 : statements[^1].End, statements);
        }

        End(statements, current, text);
        return new CodeOutline(true, statements.Count == 0 ? 0 : statements[^1].End, statements);
    }

    /// <inheritdoc/>
    public bool Begins(string line) => Beginning().IsMatch(line.Length > MaxBeginning ? line[..MaxBeginning] : line);

    /// <inheritdoc/>
    public bool Continues(string prompt, string code) => !Read(prompt).Parses;

    /// <summary>Whether the name is one of the language's own words.</summary>
    public static bool IsKeyword(string name) => Keywords.Contains(name);

    /// <summary>Whether the tokens are a whole function or class, which ends with its body whatever follows.</summary>
    private static bool IsDeclaration(List<CodeToken> current)
    {
        var head = current.FindIndex(token => !(token.Text is "export" or "default" or "async"));
        return current[^1].Is("}") && head >= 0 && current[head].Text is "function" or "class";
    }

    private static bool EndsBetween(string text, CodeToken last, CodeToken next)
    {
        if (next.Kind == CodeTokenKind.Operator && next.Text is "-" or "*" or "+" or "**" or ">"
            && IsBehindBlankLine(text, last.End, next.Start))
        {
            // An item of a list that explains the code, and no sum that goes on.
            return true;
        }

        var isOpen = last.Kind == CodeTokenKind.Operator && !last.IsClosing && last.Text is not (";" or "++" or "--")
            || last.Kind == CodeTokenKind.Name && GoesOn.Contains(last.Text);
        var isContinued = next.Kind == CodeTokenKind.Operator && next.Text is not ("{" or "++" or "--" or "(" or "[" or "!" or "~")
            || next.Is("(") && last.Kind is CodeTokenKind.Name && Keywords.Contains(last.Text)
            || next.Kind == CodeTokenKind.Name && GoesOn.Contains(next.Text)
            || next.Is("{") && (last.Is(")") || last.Kind == CodeTokenKind.Name);
        return !isOpen && !isContinued;
    }

    private static bool IsBehindBlankLine(string text, int end, int start) =>
        string.IsNullOrWhiteSpace(text[end..start]) && text.AsSpan(end, start - end).Count('\n') > 1;

    /// <summary>Whether a token may stand behind the one before on the same line.</summary>
    private static bool Follows(List<CodeToken> current, CodeToken token)
    {
        if (current.Count == 0 || token.IsFirstOnLine || token.Kind == CodeTokenKind.Operator)
        {
            return true;
        }

        var last = current[^1];
        return last.Kind == CodeTokenKind.Operator || last.Kind == CodeTokenKind.Name && Keywords.Contains(last.Text)
            || token.Kind == CodeTokenKind.Name && Keywords.Contains(token.Text)
            || last.Kind == CodeTokenKind.Name && token.Kind == CodeTokenKind.String;
    }

    private static void End(List<CodeStatement> statements, List<CodeToken> tokens, string text)
    {
        if (tokens.Count > 0)
        {
            statements.Add(ScriptStatement.Read(tokens, text));
            tokens.Clear();
        }
    }

    [GeneratedRegex(
        @"^[ \t]*(?:(?:export\s+(?:default\s+)?)?(?:async\s+)?function\b|(?:export\s+(?:default\s+)?)?class\s+\w+[^.]*$"
        + @"|(?:export\s+)?(?:const|let|var)\s+[\w{[$]|import\s+[\w{*'""]|export\s+(?:default\s+)?[\w({]|[\w$.]+\s*=[^=]|\((?:async\s+)?function\b|'use strict'|""use strict"")")]
    private static partial Regex Beginning();
}
