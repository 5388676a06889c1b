namespace Eval.Harness.Replies;

/// <summary>Reads the tokens of JavaScript up to the first char that stands in no code.</summary>
internal sealed class ScriptLexer(string text)
{
    private const int MaxNestedTemplates = 16;

    // Behind these words a value begins, so that a slash begins a regular expression.
    private static readonly HashSet<string> BeforeValue =
        ["return", "typeof", "instanceof", "in", "of", "new", "delete", "void", "throw", "case", "do", "else", "yield", "await", "default"];

    private static readonly string[] Operators =
    [
        ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", "&&=", "||=", "??=", ">>>", "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.",
            "++", "--", "+=", "-=", "*=",
        "/=", "%=", "&=", "|=", "^=", "**", "<<", ">>",
    ];

    private int _at;
    private CodeToken _last;

    /// <summary>Returns the next token; null at the end.</summary>
    public CodeToken? Next()
    {
        var isFirstOnLine = _at == 0;
        while (_at < text.Length)
        {
            var letter = text[_at];
            if (char.IsWhiteSpace(letter))
            {
                isFirstOnLine |= letter == '\n';
                _at++;
            }
            else if (letter == '/' && StartsWith("//") || letter == '#' && StartsWith("#!") && _at == 0)
            {
                _at = text.IndexOf('\n', _at) is var end and >= 0 ? end : text.Length;
            }
            else if (letter == '/' && StartsWith("/*"))
            {
                var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    return Invalid(_at, isFirstOnLine);
                }

                isFirstOnLine |= text.AsSpan(_at, end - _at).Contains('\n');
                _at = end + 2;
            }
            else
            {
                return _last = Read() with { IsFirstOnLine = isFirstOnLine };
            }
        }

        return null;
    }

    private CodeToken Read()
    {
        var start = _at;
        var letter = text[_at];
        if (letter is '"' or '\'' or '`')
        {
            return ReadString(letter, 0) ? new CodeToken(CodeTokenKind.String, "", start, _at) : Invalid(start, false);
        }

        if (char.IsLetter(letter) || letter is '_' or '$' or '#' || letter == '@')
        {
            for (_at++; _at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '$'); _at++)
            {
            }

            return letter is '#' or '@' && _at == start + 1
                ? Invalid(start, false) : new CodeToken(CodeTokenKind.Name, text[start.._at], start, _at);
        }

        if (char.IsAsciiDigit(letter) || letter == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]))
        {
            _at = CodeToken.NumberEnd(text, start);
            return new CodeToken(CodeTokenKind.Number, text[start.._at], start, _at);
        }

        if (letter == '/' && BeginsValue())
        {
            return ReadPattern() ? new CodeToken(CodeTokenKind.String, "", start, _at) : Invalid(start, false);
        }

        var mark = Operators.FirstOrDefault(StartsWith) ?? letter.ToString();
        _at += mark.Length;
        var isOperator = mark.Length > 1 || "+-*/%&|^!~<>=?:;,.()[]{}".Contains(letter, StringComparison.Ordinal);
        return isOperator ? new CodeToken(CodeTokenKind.Operator, mark, start, _at) : Invalid(start, false);
    }

    private bool BeginsValue() => _last.Kind switch
    {
        CodeTokenKind.Name => _last.Text is null || BeforeValue.Contains(_last.Text),
        CodeTokenKind.Operator => _last.Text is not (")" or "]" or "}" or "++" or "--"),
        _ => false,
    };

    private bool ReadString(char quote, int nested)
    {
        for (_at++; _at < text.Length;)
        {
            var letter = text[_at];
            if (letter == '\\')
            {
                _at += 2;
            }
            else if (letter == quote)
            {
                _at++;
                return true;
            }
            else if (letter == '\n' && quote != '`')
            {
                return false;
            }
            else if (quote == '`' && letter == '$' && StartsWith("${"))
            {
                _at += 2;
                if (!ReadHole(nested))
                {
                    return false;
                }
            }
            else
            {
                _at++;
            }
        }

        _at = text.Length;
        return false;
    }

    private bool ReadHole(int nested)
    {
        for (var braces = 1; _at < text.Length;)
        {
            var letter = text[_at];
            if (letter is '"' or '\'' or '`')
            {
                if (nested == MaxNestedTemplates || !ReadString(letter, nested + 1))
                {
                    return false;
                }

                continue;
            }

            _at++;
            braces += letter == '{' ? 1 : letter == '}' ? -1 : 0;
            if (braces == 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool ReadPattern()
    {
        var isClass = false;
        for (_at++; _at < text.Length && text[_at] != '\n'; _at++)
        {
            switch (text[_at])
            {
                case '\\':
                    _at++;
                    break;
                case '[':
                    isClass = true;
                    break;
                case ']':
                    isClass = false;
                    break;
                case '/' when !isClass:
                    for (_at++; _at < text.Length && char.IsAsciiLetter(text[_at]); _at++)
                    {
                    }

                    return true;
            }
        }

        _at = Math.Min(_at, text.Length);
        return false;
    }

    private bool StartsWith(string mark) => string.CompareOrdinal(text, _at, mark, 0, mark.Length) == 0;

    private static CodeToken Invalid(int start, bool isFirstOnLine) =>
        new(CodeTokenKind.Invalid, "", start, start) { IsFirstOnLine = isFirstOnLine };
}
