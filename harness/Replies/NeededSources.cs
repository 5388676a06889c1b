using Eval.Sandboxes;

namespace Eval.Harness.Replies;

/// <summary>
/// Finds the sources whose names an answer needs, or its tests use. A part of one of its types counts by its members. Of an earlier draft,
/// which declares the same names, only the types are taken that are needed.
/// </summary>
/// <param name="main">The sources of the answer.</param>
/// <param name="others">All other sources, those that come first in doubt first.</param>
/// <param name="tests">The text of the tests.</param>
internal sealed class NeededSources(IReadOnlyList<CSharpSource> main, IReadOnlyList<CSharpSource> others, string tests)
{
    public IReadOnlyList<CSharpSource> Find()
    {
        var own = main.SelectMany(source => source.Declares).ToHashSet();
        var methods = main.SelectMany(source => source.Types).SelectMany(type => type.Members).Select(member => member.Name).ToHashSet();
        var known = new HashSet<string>(own);
        var needed = main.SelectMany(source => source.Outline.Names).ToHashSet();
        var found = new List<CSharpSource>();
        var open = others.Where(source => source.Outline.Errors == 0).ToList();
        for (var i = 0; i < open.Count; i++)
        {
            var source = open[i];
            var parts = source.Types.Where(type => own.Contains(type.Name) && IsPart(type, methods)).ToList();
            var wanted = source.Declares.Where(name => !known.Contains(name) && !methods.Contains(name))
                .Concat(parts.SelectMany(type => type.Members).Select(member => member.Name).Where(name => name.Length > 0))
                .Where(name => needed.Contains(name) || TestText.Mentions(tests, name)).ToHashSet();
            if (wanted.Count == 0)
            {
                continue;
            }

            var isOther = !source.HasStatements && source.Types.Where(type => own.Contains(type.Name)).All(parts.Contains)
                && !source.BareMethods.Any(method => own.Contains(method.Name));
            if ((isOther ? source : Types(source, wanted)) is not { } taken)
            {
                continue;
            }

            found.Add(taken);
            known.UnionWith(taken == source ? source.Declares : wanted);
            needed.UnionWith(source.Outline.Names);
            open.RemoveAt(i);

            // What this one needs may stand in front.
            i = -1;
        }

        return found;
    }

    /// <summary>
    /// Whether a type is another part of one of the answer's, and no draft of it: nothing in it stands in the answer too.
    /// </summary>
    private bool IsPart(OutlineMember type, HashSet<string> members) =>
        main.SelectMany(source => source.Types).Where(own => own.Name == type.Name).Append(type)
            .All(part => part.Modifiers.Contains("partial", StringComparison.Ordinal))
        && !type.Members.Any(member => member.Name.Length > 0 && members.Contains(member.Name));

    /// <summary>Returns a source with some of its types alone; null where none of them is meant.</summary>
    private static CSharpSource? Types(CSharpSource source, HashSet<string> names)
    {
        var kept = source.Types.Where(type => names.Contains(type.Name)).ToList();
        if (kept.Count == 0)
        {
            return null;
        }

        var texts = kept.GroupBy(type => type.Namespace).Select(space =>
        {
            var types = string.Join("\n", space.Select(type => source.Text.Substring(type.Start, type.Length)));
            return space.Key.Length == 0 ? types : $"namespace {space.Key}\n{{\n{types}\n}}\n";
        });
        return new CSharpSource(source.Text[..source.Outline.UsingsEnd] + "\n" + string.Join("\n", texts),
            source.Outline with { Members = kept });
    }
}
