namespace Eval.Datasets;

/// <summary>Finds the known name that a misspelt one most likely means.</summary>
public static class NearestName
{
    private const int MaxDistance = 3;
    private const int MaxChars = 64;

    /// <summary>Returns the closest of the names by Levenshtein's distance, capital letters aside; null where none is close.</summary>
    public static string? Find(string word, IEnumerable<string> names)
    {
        if (word.Length > MaxChars)
        {
            return null;
        }

        // Of a short word half the characters at most may differ: beyond that it is another word.
        var limit = Math.Min(MaxDistance, (word.Length + 1) / 2);
        return names
            .Where(name => name.Length <= MaxChars)
            .Select(name => (Name: name, Distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(each => each.Distance <= limit && each.Distance < Math.Max(word.Length, each.Name.Length))
            .OrderBy(each => each.Distance).ThenBy(each => Math.Abs(word.Length - each.Name.Length))
            .Select(each => each.Name)
            .FirstOrDefault();
    }

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
