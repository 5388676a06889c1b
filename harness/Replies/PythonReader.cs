using System.Text.RegularExpressions;
using Eval.Datasets;

namespace Eval.Harness.Replies;

/// <summary>Reads the shape of Python up to its first mistake.</summary>
internal sealed partial class PythonReader : ICodeReader
{
    /// <summary>A line of code shows within this what it is; longer ones could cost a pattern the square of their length.</summary>
    private const int MaxBeginning = 200;

    /// <inheritdoc/>
    public CodeOutline Read(string text)
    {
        var lexer = new PythonLexer(text);
        var reading = new Reading();
        while (lexer.Next() is { } line)
        {
            if (!reading.Add(line))
            {
                return reading.Finish(parses: false);
            }
        }

        return reading.Finish(parses: true);
    }

    /// <inheritdoc/>
    public bool Begins(string line) => Beginning().IsMatch(line.Length > MaxBeginning ? line[..MaxBeginning] : line);

    /// <inheritdoc/>
    public bool Continues(string prompt, string code)
    {
        foreach (var line in TextLines.Read(code))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                return line[0] is ' ' or '\t' || !prompt.EndsWith('\n');
            }
        }

        return false;
    }

    [GeneratedRegex(
        @"^[ \t]*(?:(?:async\s+)?def\s+\w|class\s+\w[^.]*:\s*(?:#.*)?$|(?:from\s+[\w.]+\s+)?import\s+[\w*(]|@\w|[A-Za-z_]\w*\s*(?::[^=]*)?=[^=])")]
    private static partial Regex Beginning();

    private sealed class Reading
    {
        private readonly List<CodeStatement> _statements = [];

        // Blocks that are open, the outermost first: how far they are indented, and whether they belong to a function or class.
        private readonly Stack<(int Indent, bool IsFunction, bool IsClass)> _blocks = new([(0, false, false)]);
        private List<PythonLine> _lines = [];
        private PythonNames _names = new();
        private HashSet<string> _methods = [];
        private bool _opensBlock;
        private bool _isDecorated;

        public bool Add(PythonLine line)
        {
            if (!Enter(line.Indent) || !line.IsValid || line.Tokens.Count == 0 || PythonGrammar.Check(line.Tokens) is not (true, var opens))
            {
                return false;
            }

            var head = line.Tokens[0].Is("async") && line.Tokens.Count > 1 ? line.Tokens[1] : line.Tokens[0];
            var isClause = head.Is("else") || head.Is("elif") || head.Is("except") || head.Is("finally");
            var isDefinition = head.Is("def") || head.Is("class");
            if (head.Is("return") && !_blocks.Any(block => block.IsFunction) || _isDecorated && !isDefinition && !head.Is("@")
                || isClause && _lines.Count == 0)
            {
                return false;
            }

            if (line.Indent == 0 && !isClause && !_isDecorated)
            {
                EndStatement();
            }

            _lines.Add(line);
            _names.Read(line.Tokens, !_blocks.Any(block => block.IsFunction || block.IsClass));
            if (head.Is("def") && _blocks.Any(block => block.IsClass) && line.Tokens.Count > 1)
            {
                _methods.Add(line.Tokens[head.Is("async") ? 2 : 1].Text);
            }

            _isDecorated = head.Is("@");
            _opensBlock = opens;
            if (opens)
            {
                _blocks.Push((-1, head.Is("def"), head.Is("class")));
            }

            return true;
        }

        public CodeOutline Finish(bool parses)
        {
            // A header without its block, and what was read of a statement in which a mistake stands, are no statements.
            var isWhole = !_opensBlock && !_isDecorated;
            if (parses ? isWhole : isWhole && _blocks.Count == 1)
            {
                EndStatement();
            }

            return new CodeOutline(parses && isWhole, _statements.Count == 0 ? 0 : _statements[^1].End, _statements);
        }

        /// <summary>Whether a line may be indented that far; a block is left where it stands further left.</summary>
        private bool Enter(int indent)
        {
            if (_opensBlock)
            {
                var (_, isFunction, isClass) = _blocks.Pop();
                if (indent <= _blocks.Peek().Indent)
                {
                    return false;
                }

                _blocks.Push((indent, isFunction, isClass));
                return true;
            }

            while (_blocks.Count > 1 && indent < _blocks.Peek().Indent)
            {
                _blocks.Pop();
            }

            return indent == _blocks.Peek().Indent;
        }

        private void EndStatement()
        {
            if (_lines.Count == 0)
            {
                return;
            }

            var head = _lines.Select(line => line.Tokens).First(line => !line[0].Is("@"));
            var isDefinition = head.Any(token => token.Is("def") || token.Is("class")) && head[0].Text is "def" or "class" or "async";
            _statements.Add(new CodeStatement(_lines[0].Start, _lines[^1].End)
            {
                Declares = _names.Declared,
                Needs = _names.Needs(),
                Methods = _methods,
                IsImport = head[0].Is("import") || head[0].Is("from"),
                IsDefinition = isDefinition || _names.Declared.Count > 0 && head.Any(token => token.Is("lambda")),
                IsStub = isDefinition && IsStub(),
                IsIdle = _lines.Count == 1 && IsIdle(head),
            });
            (_lines, _names, _methods) = ([], new PythonNames(), []);
        }

        private bool IsStub()
        {
            var header = _lines.FindIndex(line => line.Tokens[0].Text is "def" or "class" or "async");
            var inside = _lines.Skip(header + 1).Select(line => line.Tokens).ToList();
            return inside.Count == 0
                ? _lines[^1].Tokens[^1].Text is "pass" or "..."
                : inside.All(line => line.Count == 1 && (line[0].Kind == CodeTokenKind.String || line[0].Text is "pass" or "...")
                    || line.Count > 1 && line[0].Is("raise") && line[1].Is("NotImplementedError"));
        }

        private static bool IsIdle(IReadOnlyList<CodeToken> line) =>
            line.All(token => token.Kind is CodeTokenKind.Name or CodeTokenKind.Number && !token.Is("pass") || token.Is(",")
                || token.Is("."))
            || line.Count > 2 && line[0].Kind == CodeTokenKind.Name && line[1].Is(":") && !line.Any(token => token.Is("="));
    }
}
