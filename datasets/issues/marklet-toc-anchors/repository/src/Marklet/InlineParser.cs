using System.Text;

namespace Marklet;

/// <summary>Finds the markup inside the text of a paragraph or heading.</summary>
internal sealed class InlineParser
{
    private const string Escapable = "\\`*_{}[]()#+-.!>~|<&\"";

    private readonly string _text;
    private readonly List<Inline> _result = [];
    private readonly StringBuilder _plain = new();
    private int _position;

    private InlineParser(string text) => _text = text;

    public static IReadOnlyList<Inline> Parse(string text) => new InlineParser(text).Run();

    private List<Inline> Run()
    {
        while (_position < _text.Length)
        {
            if (!TryParseMarkup())
            {
                _plain.Append(_text[_position++]);
            }
        }

        FlushPlain();
        return _result;
    }

    private bool TryParseMarkup() => _text[_position] switch
    {
        '\\' => TryParseEscape(),
        '`' => TryParseCode(),
        '*' or '_' => TryParseEmphasis(),
        '!' => TryParseImage(),
        '[' => TryParseLink(),
        '\n' => ParseLineBreak(),
        _ => false,
    };

    private bool TryParseEscape()
    {
        if (_position + 1 >= _text.Length)
        {
            return false;
        }

        char next = _text[_position + 1];
        if (next == '\n')
        {
            Add(new LineBreakInline(true), _position + 2);
            return true;
        }

        if (!Escapable.Contains(next))
        {
            return false;
        }

        _plain.Append(next);
        _position += 2;
        return true;
    }

    private bool TryParseCode()
    {
        int length = RunLength(_position);
        string fence = new('`', length);
        int start = _position + length;
        int end = start;
        while ((end = _text.IndexOf(fence, end, StringComparison.Ordinal)) >= 0)
        {
            int closing = RunLength(end);
            if (closing == length)
            {
                string code = _text[start..end].Replace('\n', ' ');
                bool padded = code.Length > 2 && code[0] == ' ' && code[^1] == ' ' && code.Trim().Length > 0;
                Add(new CodeInline(padded ? code[1..^1] : code), end + length);
                return true;
            }

            end += closing;
        }

        // Without an end the whole run is ordinary text; a shorter part of it must not be tried again.
        _plain.Append(fence);
        _position += length;
        return true;
    }

    private bool TryParseEmphasis()
    {
        char sign = _text[_position];
        bool insideWord = sign == '_' && _position > 0 && char.IsLetterOrDigit(_text[_position - 1]);
        int width = RunLength(_position) >= 2 ? 2 : 1;
        int start = _position + width;
        if (insideWord || start >= _text.Length || char.IsWhiteSpace(_text[start]))
        {
            return false;
        }

        int end = FindClosing(new string(sign, width), start);
        if (end < 0)
        {
            return false;
        }

        Add(new EmphasisInline(width == 2, Parse(_text[start..end])), end + width);
        return true;
    }

    /// <summary>Finds the end of emphasis, which must follow a word, and skips what is escaped.</summary>
    private int FindClosing(string mark, int start)
    {
        for (int i = start + 1; i + mark.Length <= _text.Length; i++)
        {
            if (_text[i] == '\\')
            {
                i++;
                continue;
            }

            if (string.CompareOrdinal(_text, i, mark, 0, mark.Length) != 0)
            {
                continue;
            }

            int run = RunLength(i);
            int after = i + run;
            bool fits = run == mark.Length || run == 3;
            bool insideWord = mark[0] == '_' && after < _text.Length && char.IsLetterOrDigit(_text[after]);
            if (fits && !char.IsWhiteSpace(_text[i - 1]) && !insideWord)
            {
                return run == 3 && mark.Length == 2 ? i + 1 : i;
            }

            i = after - 1;
        }

        return -1;
    }

    private bool TryParseImage()
    {
        if (_position + 1 >= _text.Length || _text[_position + 1] != '['
            || FindLink(_position + 1) is not { } link)
        {
            return false;
        }

        Add(new ImageInline(link.Target, Inline.PlainText(Parse(link.Label))), link.End);
        return true;
    }

    private bool TryParseLink()
    {
        if (FindLink(_position) is not { } link)
        {
            return false;
        }

        Add(new LinkInline(link.Target, Parse(link.Label)), link.End);
        return true;
    }

    private (string Label, string Target, int End)? FindLink(int bracket)
    {
        int close = FindPartner(bracket, '[', ']');
        if (close < 0 || close + 1 >= _text.Length || _text[close + 1] != '(')
        {
            return null;
        }

        int end = FindPartner(close + 1, '(', ')');
        if (end < 0)
        {
            return null;
        }

        string target = _text[(close + 2)..end].Trim();
        return target.Any(char.IsWhiteSpace) ? null : (_text[(bracket + 1)..close], target, end + 1);
    }

    private int FindPartner(int start, char open, char close)
    {
        int depth = 0;
        for (int i = start; i < _text.Length; i++)
        {
            if (_text[i] == '\\')
            {
                i++;
            }
            else if (_text[i] == open)
            {
                depth++;
            }
            else if (_text[i] == close && --depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private bool ParseLineBreak()
    {
        bool isHard = _plain.Length >= 2 && _plain[^1] == ' ' && _plain[^2] == ' ';
        while (_plain.Length > 0 && _plain[^1] == ' ')
        {
            _plain.Length--;
        }

        Add(new LineBreakInline(isHard), _position + 1);
        return true;
    }

    private int RunLength(int start)
    {
        int end = start;
        while (end < _text.Length && _text[end] == _text[start])
        {
            end++;
        }

        return end - start;
    }

    private void Add(Inline inline, int next)
    {
        FlushPlain();
        _result.Add(inline);
        _position = next;
    }

    private void FlushPlain()
    {
        if (_plain.Length > 0)
        {
            _result.Add(new TextInline(_plain.ToString()));
            _plain.Clear();
        }
    }
}
