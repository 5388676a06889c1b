namespace Hawser.Working;

/// <summary>
/// A pattern for paths. <c>*</c> and <c>?</c> stay within one part of the path, <c>**</c> stands for any number of
/// parts, and <c>[a-z]</c> for one character of a set.
/// </summary>
internal sealed class GlobPattern(string pattern)
{
    public bool Matches(string path) => Match(0, path, 0);

    private bool Match(int p, string path, int s)
    {
        while (p < pattern.Length)
        {
            switch (pattern[p])
            {
                case '*' when p + 1 < pattern.Length && pattern[p + 1] == '*':
                    return MatchParts(p + 2, path, s);

                case '*':
                    for (int end = s; ; end++)
                    {
                        if (Match(p + 1, path, end))
                        {
                            return true;
                        }

                        if (end == path.Length || path[end] == '/')
                        {
                            return false;
                        }
                    }

                case '?' when s < path.Length && path[s] != '/':
                    p++;
                    s++;
                    break;

                case '[' when s < path.Length && pattern.IndexOf(']', p + 1) is int close && close > 0:
                    if (!InSet(pattern.AsSpan(p + 1, close - p - 1), path[s]))
                    {
                        return false;
                    }

                    p = close + 1;
                    s++;
                    break;

                default:
                    if (s == path.Length || path[s] != pattern[p])
                    {
                        return false;
                    }

                    p++;
                    s++;
                    break;
            }
        }

        return s == path.Length;
    }

    private bool MatchParts(int p, string path, int s)
    {
        // "**/" may also stand for no part at all.
        if (p < pattern.Length && pattern[p] == '/' && Match(p + 1, path, s))
        {
            return true;
        }

        for (int end = s; end <= path.Length; end++)
        {
            if (Match(p, path, end))
            {
                return true;
            }
        }

        return false;
    }

    private static bool InSet(ReadOnlySpan<char> set, char c)
    {
        bool negated = set.Length > 0 && set[0] == '!';
        bool found = false;
        for (int i = negated ? 1 : 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                found |= c >= set[i] && c <= set[i + 2];
                i += 2;
            }
            else
            {
                found |= c == set[i];
            }
        }

        return found != negated;
    }
}
