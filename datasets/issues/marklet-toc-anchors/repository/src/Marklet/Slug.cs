using System.Text;

namespace Marklet;

/// <summary>Makes names for link targets out of texts.</summary>
internal static class Slug
{
    /// <summary>Used when nothing of the text can stand in a name.</summary>
    private const string Fallback = "section";

    public static string From(string text)
    {
        var slug = new StringBuilder();
        bool pendingHyphen = false;
        foreach (char c in text.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c == '_')
            {
                if (pendingHyphen && slug.Length > 0)
                {
                    slug.Append('-');
                }

                slug.Append(c);
                pendingHyphen = false;
            }
            else if (char.IsWhiteSpace(c) || c == '-')
            {
                pendingHyphen = true;
            }
        }

        return slug.Length == 0 ? Fallback : slug.ToString();
    }
}

/// <summary>Makes slugs and numbers the ones that were there before.</summary>
internal sealed class SlugCounter
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public string Next(string text)
    {
        string slug = Slug.From(text);
        int count = _counts.GetValueOrDefault(slug);
        _counts[slug] = count + 1;
        return count == 0 ? slug : $"{slug}-{count}";
    }
}
