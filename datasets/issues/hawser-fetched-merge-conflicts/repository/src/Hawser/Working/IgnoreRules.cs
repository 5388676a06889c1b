using Hawser.Trees;

namespace Hawser.Working;

/// <summary>
/// Rules of a file named <c>.hawserignore</c> in the root folder: one pattern a line, the last one that matches counts,
/// and <c>!</c> takes a path out again. A pattern with a slash is meant from the root, one that ends with a slash for
/// folders only.
/// </summary>
internal sealed class IgnoreRules
{
    public const string FileName = ".hawserignore";

    private readonly List<Rule> _rules = [];

    public static IgnoreRules Parse(string text)
    {
        var rules = new IgnoreRules();
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            bool negated = line.StartsWith('!');
            string pattern = negated ? line[1..] : line;
            bool folderOnly = pattern.EndsWith('/');
            pattern = pattern.TrimEnd('/');
            if (pattern.Length > 0)
            {
                bool anchored = pattern.Contains('/');
                rules._rules.Add(new Rule(new GlobPattern(pattern.TrimStart('/')), negated, folderOnly, anchored));
            }
        }

        return rules;
    }

    /// <summary>Tells whether a file is ignored, by itself or with a folder it is in.</summary>
    public bool Ignores(string path) =>
        FilePath.FoldersOf(path).Any(folder => Decide(folder, true)) || Decide(path, false);

    private bool Decide(string path, bool isFolder)
    {
        for (int i = _rules.Count - 1; i >= 0; i--)
        {
            Rule rule = _rules[i];
            if ((isFolder || !rule.FolderOnly) && rule.Pattern.Matches(rule.Anchored ? path : FilePath.NameOf(path)))
            {
                return !rule.Negated;
            }
        }

        return false;
    }

    private sealed record Rule(GlobPattern Pattern, bool Negated, bool FolderOnly, bool Anchored);
}
