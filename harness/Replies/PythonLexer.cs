using System.Globalization;

namespace Eval.Harness.Replies;

/// <summary>Reads the logical lines of Python, one at a time, so that whoever stops at a mistake has not read on.</summary>
internal sealed class PythonLexer(string text)
{
    private const int MaxNestedStrings = 16;
    private static readonly string[] Operators =
        ["**=", "//=", ">>=", "<<=", "...", "!=", "==", "<=", ">=", "->", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", "**",
            "//", ">>", "<<"];

    private static readonly HashSet<string> Prefixes =
        new(["r", "b", "u", "f", "t", "rb", "br", "rf", "fr", "rt", "tr"], StringComparer.OrdinalIgnoreCase);

    private int _at;

    /// <summary>Returns the next line that is not blank or a comment; null at the end.</summary>
    public PythonLine? Next()
    {
        while (_at < text.Length)
        {
            var start = _at;
            var indent = ReadIndent();
            if (_at == text.Length || text[_at] is '\n' or '\r' or '#')
            {
                SkipLine();
                continue;
            }

            return ReadLine(start, indent);
        }

        return null;
    }

    private PythonLine ReadLine(int start, int indent)
    {
        var tokens = new List<CodeToken>();
        var brackets = new Brackets();
        while (_at < text.Length)
        {
            var letter = text[_at];
            if (letter == '\n' && brackets.AreClosed)
            {
                break;
            }

            if (letter is ' ' or '\t' or '\r' or '\n' or '\f')
            {
                _at++;
            }
            else if (letter == '#')
            {
                _at = text.IndexOf('\n', _at) is var end and >= 0 ? end : text.Length;
            }
            else if (letter == '\\' && IsBreak(_at + 1))
            {
                _at = Math.Min(text.IndexOf('\n', _at), text.Length) + 1;
            }
            else if (ReadToken() is { Kind: not CodeTokenKind.Invalid } token && brackets.Take(token))
            {
                tokens.Add(token);
            }
            else
            {
                return new PythonLine(start, _at, indent, tokens, IsValid: false);
            }
        }

        return new PythonLine(start, _at, indent, tokens, brackets.AreClosed);
    }

    private CodeToken ReadToken()
    {
        var start = _at;
        var letter = text[_at];
        if (letter is '"' or '\'')
        {
            return ReadString("", 0) ? new CodeToken(CodeTokenKind.String, "", start, _at)
                : default(CodeToken) with { Kind = CodeTokenKind.Invalid };
        }

        if (char.IsLetter(letter) || letter == '_')
        {
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_'
                || char.GetUnicodeCategory(text[_at]) == UnicodeCategory.NonSpacingMark))
            {
                _at++;
            }

            var word = text[start.._at];
            var isPrefix = _at < text.Length && text[_at] is '"' or '\'' && Prefixes.Contains(word);
            return !isPrefix ? new CodeToken(CodeTokenKind.Name, word, start, _at)
                : ReadString(word, 0) ? new CodeToken(CodeTokenKind.String, "", start, _at)
                : default(CodeToken) with { Kind = CodeTokenKind.Invalid };
        }

        if (char.IsAsciiDigit(letter) || letter == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]))
        {
            _at = CodeToken.NumberEnd(text, start);
            return new CodeToken(CodeTokenKind.Number, text[start.._at], start, _at);
        }

        var mark = Operators.FirstOrDefault(mark => text.AsSpan(_at).StartsWith(mark, StringComparison.Ordinal)) ?? letter.ToString();
        _at += mark.Length;
        var isOperator = mark.Length > 1 || "+-*/%@&|^~<>=()[]{},:.;".Contains(letter, StringComparison.Ordinal);
        return new CodeToken(isOperator ? CodeTokenKind.Operator : CodeTokenKind.Invalid, mark, start, _at);
    }

    /// <summary>Reads a string from its quote on; inside of the braces of an f-string further strings may stand.</summary>
    private bool ReadString(string prefix, int nested)
    {
        var quote = text[_at];
        var isLong = _at + 2 < text.Length && text[_at + 1] == quote && text[_at + 2] == quote;
        var isFormatted = prefix.AsSpan().IndexOfAny("fFtT") >= 0;
        var braces = 0;
        _at += isLong ? 3 : 1;
        while (_at < text.Length)
        {
            var letter = text[_at];
            if (letter == '\\' && braces == 0)
            {
                _at += 2;
            }
            else if (letter == '\n' && !isLong && braces == 0)
            {
                return false;
            }
            else if (isFormatted && letter is '{' or '}')
            {
                var isEscaped = braces == 0 && _at + 1 < text.Length && text[_at + 1] == letter;
                braces = Math.Max(0, braces + (isEscaped ? 0 : letter == '{' ? 1 : -1));
                _at += isEscaped ? 2 : 1;
            }
            else if (braces > 0 && letter is '"' or '\'' && nested < MaxNestedStrings)
            {
                if (!ReadString("", nested + 1))
                {
                    return false;
                }
            }
            else if (letter == quote && (!isLong || _at + 2 < text.Length && text[_at + 1] == quote && text[_at + 2] == quote))
            {
                _at += isLong ? 3 : 1;
                return true;
            }
            else
            {
                _at++;
            }
        }

        _at = text.Length;
        return false;
    }

    private int ReadIndent()
    {
        const int TabStop = 8;
        var indent = 0;
        for (; _at < text.Length && text[_at] is ' ' or '\t' or '\f'; _at++)
        {
            indent = text[_at] == '\t' ? (indent / TabStop + 1) * TabStop : text[_at] == ' ' ? indent + 1 : 0;
        }

        return indent;
    }

    private void SkipLine() => _at = text.IndexOf('\n', _at) is var end and >= 0 ? end + 1 : text.Length;

    private bool IsBreak(int at) => at < text.Length
        && (text[at] == '\n' || text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n');
}
