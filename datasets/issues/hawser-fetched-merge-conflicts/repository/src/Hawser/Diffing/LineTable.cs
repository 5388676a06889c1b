using System.Text;

namespace Hawser.Diffing;

/// <summary>Gives lines that count as equal the same number, so that comparing them is cheap.</summary>
internal sealed class LineTable(WhitespaceMode whitespace)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int[] Number(IReadOnlyList<string> lines)
    {
        var numbers = new int[lines.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            string key = Key(lines[i]);
            if (!_numbers.TryGetValue(key, out int number))
            {
                number = _numbers.Count;
                _numbers.Add(key, number);
            }

            numbers[i] = number;
        }

        return numbers;
    }

    private string Key(string line) => whitespace switch
    {
        WhitespaceMode.IgnoreAtEnd => line.TrimEnd(),
        WhitespaceMode.IgnoreAmount => Squeeze(line.TrimEnd(), " "),
        WhitespaceMode.IgnoreAll => Squeeze(line, ""),
        _ => line,
    };

    private static string Squeeze(string line, string replacement)
    {
        var result = new StringBuilder(line.Length);
        bool pending = false;
        foreach (char c in line)
        {
            if (char.IsWhiteSpace(c))
            {
                pending = true;
                continue;
            }

            if (pending)
            {
                result.Append(replacement);
                pending = false;
            }

            result.Append(c);
        }

        return result.ToString();
    }
}
