using Hawser.Diffing;

namespace Hawser.Trees;

/// <summary>How much of two texts is the same, regardless of where it stands.</summary>
internal sealed class Similarity
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly int _size;

    private Similarity(string text)
    {
        foreach (string line in LineText.Split(text))
        {
            string content = line.TrimEnd('\n', '\r');
            _lines[content] = _lines.GetValueOrDefault(content) + 1;
            _size += Weight(content);
        }
    }

    public static Similarity Of(string text) => new(text);

    /// <summary>From 0, nothing in common, to 1, the same lines; longer lines count for more.</summary>
    public double To(Similarity other)
    {
        int larger = Math.Max(_size, other._size);
        if (larger == 0)
        {
            return 1;
        }

        int common = 0;
        foreach ((string line, int count) in _lines)
        {
            common += Math.Min(count, other._lines.GetValueOrDefault(line)) * Weight(line);
        }

        return (double)common / larger;
    }

    /// <summary>The highest value that texts of these sizes could reach.</summary>
    public double BoundTo(Similarity other)
    {
        int larger = Math.Max(_size, other._size);
        return larger == 0 ? 1 : (double)Math.Min(_size, other._size) / larger;
    }

    private static int Weight(string line) => line.Length + 1;
}
