namespace Eval.Harness.Replies;

/// <summary>
/// Tells lines of Python from prose and other languages by what every statement keeps to: keywords at their places, headers with a colon,
/// and operands that operators stand between. Python's own parser has the last word, where the answer runs.
/// </summary>
internal static class PythonGrammar
{
    private static readonly HashSet<string> Headers = ["if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def",
        "class"];
    private static readonly HashSet<string> Between = ["and", "or", "in", "is", "if", "else", "for", "as", "from"];
    private static readonly HashSet<string> Misplaced =
    [
        "def", "class", "while", "return", "with", "try", "except", "finally", "pass", "break", "continue", "raise", "del", "global",
            "nonlocal",
        "assert", "import", "elif",
    ];

    /// <summary>Whether a line may be Python, and whether an indented block follows.</summary>
    public static (bool IsValid, bool OpensBlock) Check(IReadOnlyList<CodeToken> line)
    {
        var first = line[0].Is("async") && line.Count > 1 ? 1 : 0;
        var word = line[first].Kind == CodeTokenKind.Name ? line[first].Text : "";
        if (Headers.Contains(word) || word is "match" or "case" && IsSoftHeader(line))
        {
            return CheckHeader(line, first, word);
        }

        return (first == 0 && CheckSimple(line, line[0].Is("@") ? 1 : 0), false);
    }

    /// <summary>Whether <c>match</c> or <c>case</c> at the beginning of a line is a keyword.</summary>
    private static bool IsSoftHeader(IReadOnlyList<CodeToken> line) =>
        line.Count > 2 && line[^1].Is(":") && !line[1].Is("=") && !line[1].Is(".") && !line[1].Is(":");

    private static (bool IsValid, bool OpensBlock) CheckHeader(IReadOnlyList<CodeToken> line, int first, string word)
    {
        var colon = HeaderColon(line, first + 1);
        if (colon < 0)
        {
            return default;
        }

        var isBare = colon == first + 1;
        var isValid = word switch
        {
            "else" or "try" or "finally" => isBare,
            "except" => isBare || CheckExpression(line, line[first + 1].Is("*") ? first + 2 : first + 1, colon),
            _ => !isBare && CheckExpression(line, first + 1, colon),
        };
        var opens = colon == line.Count - 1;
        return (isValid && (opens || CheckSimple(line, colon + 1)), opens);
    }

    private static int HeaderColon(IReadOnlyList<CodeToken> line, int from)
    {
        var (depth, lambdas) = (0, 0);
        for (var i = from; i < line.Count; i++)
        {
            depth += line[i].IsOpening ? 1 : line[i].IsClosing ? -1 : 0;
            lambdas += depth == 0 && line[i].Is("lambda") ? 1 : 0;
            if (depth == 0 && line[i].Is(":") && --lambdas < 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool CheckSimple(IReadOnlyList<CodeToken> line, int from)
    {
        var start = from;
        for (var i = from; i <= line.Count; i++)
        {
            if (i < line.Count && !line[i].Is(";"))
            {
                continue;
            }

            if (i > start ? !CheckStatement(line, start, i) : i < line.Count || start == from)
            {
                return false;
            }

            start = i + 1;
        }

        return true;
    }

    private static bool CheckStatement(IReadOnlyList<CodeToken> line, int from, int end)
    {
        var isSingle = end == from + 1;
        switch (line[from].Kind == CodeTokenKind.Name ? line[from].Text : "")
        {
            case "pass" or "break" or "continue":
                return isSingle;
            case "return" or "raise":
                return isSingle || CheckExpression(line, from + 1, end);
            case "del" or "assert" or "global" or "nonlocal":
                return CheckExpression(line, from + 1, end);
            case "import" or "from":
                return CheckImport(line, from, end);
            case "type" when end > from + 3 && line[from + 1].Kind == CodeTokenKind.Name
                && (line[from + 2].Is("=") || line[from + 2].Is("[")):
                return CheckExpression(line, from + 1, end);
            default:
                return CheckExpression(line, from, end);
        }
    }

    private static bool CheckImport(IReadOnlyList<CodeToken> line, int from, int end)
    {
        var isFrom = line[from].Is("from");
        var import = from;
        while (isFrom && import < end && !line[import].Is("import"))
        {
            import++;
        }

        if (import + 1 >= end || isFrom && import == from + 1)
        {
            return false;
        }

        // Names with dots, commas, brackets and "as" between them.
        var wantsName = true;
        for (var i = from + 1; i < end; i++)
        {
            if (i == import || line[i].Kind == CodeTokenKind.Operator && line[i].Text is "," or "." or "..." or "(" or ")" or "*"
                || line[i].Is("as"))
            {
                wantsName = true;
            }
            else if (line[i].Kind == CodeTokenKind.Name && wantsName)
            {
                wantsName = false;
            }
            else
            {
                return false;
            }
        }

        return !line[end - 1].Is("as") && !line[end - 1].Is(".");
    }

    /// <summary>Whether operands and operators take turns.</summary>
    private static bool CheckExpression(IReadOnlyList<CodeToken> line, int from, int end)
    {
        var wantsOperand = true;
        var depth = 0;
        var colons = 0;
        for (var i = from; i < end; i++)
        {
            var (token, before) = (line[i], i == from ? default : line[i - 1]);
            if (token.Kind != CodeTokenKind.Operator && token.Kind != CodeTokenKind.Name || token.Is("..."))
            {
                if (!wantsOperand && !(token.Kind == CodeTokenKind.String && before.Kind == CodeTokenKind.String))
                {
                    return false;
                }

                wantsOperand = false;
                continue;
            }

            depth += token.IsOpening ? 1 : token.IsClosing ? -1 : 0;
            colons += depth == 0 && token.Is(":") ? 1 : 0;
            var next = token.Kind == CodeTokenKind.Name
                ? AfterName(line, ref i, end, wantsOperand) : AfterOperator(token, before, wantsOperand);
            if (next is not { } wants || colons > 1)
            {
                return false;
            }

            wantsOperand = wants;
        }

        return !wantsOperand || end == from || line[end - 1].Is(",") || line[end - 1].Is("yield");
    }

    /// <summary>Returns whether an operand is wanted behind a name or keyword; null where it cannot stand.</summary>
    private static bool? AfterName(IReadOnlyList<CodeToken> line, ref int i, int end, bool wantsOperand)
    {
        var word = line[i].Text;
        var before = i == 0 ? default : line[i - 1];
        if (word == "lambda")
        {
            var depth = 0;
            for (i++; i < end && !(depth == 0 && line[i].Is(":")); i++)
            {
                depth += line[i].IsOpening ? 1 : line[i].IsClosing ? -1 : 0;
            }

            return wantsOperand && i < end ? true : null;
        }

        return word switch
        {
            "not" => wantsOperand || i + 1 < end && line[i + 1].Is("in") ? true : null,
            "in" when before.Is("not") => true,
            "from" when before.Is("yield") => true,
            "await" or "yield" => wantsOperand ? true : null,
            "async" => wantsOperand ? null : false,
            _ when Between.Contains(word) => wantsOperand ? null : true,
            _ when Misplaced.Contains(word) => null,
            _ => wantsOperand ? false : null,
        };
    }

    /// <summary>Returns whether an operand is wanted behind an operator; null where it cannot stand.</summary>
    private static bool? AfterOperator(CodeToken token, CodeToken before, bool wantsOperand)
    {
        var isOpenBefore = before.IsOpening || before.Is(",") || before.Is(":");
        return token.Text switch
        {
            "(" or "[" => true,
            "{" => wantsOperand ? true : null,
            ")" or "]" or "}" => !wantsOperand || isOpenBefore || before.Is("*") || before.Is("/") || before.Is("yield") ? false : null,
            "," => !wantsOperand || before.Is("*") || before.Is("/") || before.Is(":") || before.Is("yield") ? true : null,
            ":" => !wantsOperand || isOpenBefore ? true : null,
            "+" or "-" or "~" or "*" or "**" => true,
            "/" => !wantsOperand || before.Is(",") ? true : null,
            _ => wantsOperand ? null : true,
        };
    }
}
