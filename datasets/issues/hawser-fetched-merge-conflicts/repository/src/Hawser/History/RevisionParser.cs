using System.Globalization;
using Hawser.References;

namespace Hawser.History;

/// <summary>
/// Finds the commits that people name: branches, tags, ids or the beginnings of ids, <c>HEAD</c>, an earlier position of
/// a reference as in <c>main@{1}</c>, and steps from there as in <c>main~3</c> or <c>main^2</c>.
/// </summary>
internal sealed class RevisionParser(CommitGraph graph, ReferenceStore references)
{
    private const int ShortestId = 4;

    public CommitNode Resolve(string revision)
    {
        int end = revision.AsSpan().IndexOfAny('~', '^');
        string start = end < 0 ? revision : revision[..end];
        CommitNode node = ResolveStart(start, revision);
        int position = start.Length;
        while (position < revision.Length)
        {
            char step = revision[position++];
            int digits = position;
            while (position < revision.Length && char.IsAsciiDigit(revision[position]))
            {
                position++;
            }

            int count = digits == position
                ? 1
                : int.Parse(revision.AsSpan(digits, position - digits), NumberStyles.None, CultureInfo.InvariantCulture);
            node = step switch
            {
                '~' => GoBack(node, count, revision),
                '^' => count == 0 ? node : Parent(node, count, revision),
                _ => throw new UnknownRevisionException(revision, $"'{step}' is not understood"),
            };
        }

        return node;
    }

    /// <summary>Splits <c>a..b</c> and <c>a...b</c>. A side left out is HEAD.</summary>
    public static bool TrySplitRange(string text, out string from, out string to, out bool symmetric)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        symmetric = dots >= 0 && dots + 2 < text.Length && text[dots + 2] == '.';
        from = dots < 0 ? "" : Default(text[..dots]);
        to = dots < 0 ? "" : Default(text[(dots + (symmetric ? 3 : 2))..]);
        return dots >= 0;
    }

    private static string Default(string side) => side.Length == 0 ? ReferenceName.Head : side;

    private CommitNode ResolveStart(string name, string revision)
    {
        int at = name.IndexOf("@{", StringComparison.Ordinal);
        if (at >= 0 && name.EndsWith('}'))
        {
            return ResolveEarlier(name[..at], name[(at + 2)..^1], revision);
        }

        if (references.Resolve(name) is ObjectId id)
        {
            return graph.Get(id);
        }

        if (name.Length >= ShortestId && name.All(ObjectId.IsDigit))
        {
            List<CommitNode> matches = graph.Nodes.Where(node => node.Id.StartsWith(name)).Take(2).ToList();
            return matches.Count switch
            {
                1 => matches[0],
                0 => throw new UnknownRevisionException(revision, "there is no such commit"),
                _ => throw new UnknownRevisionException(revision, "several commits begin like this"),
            };
        }

        throw new UnknownRevisionException(revision, "there is no such branch, tag or commit");
    }

    private CommitNode ResolveEarlier(string name, string position, string revision)
    {
        string? full = references.FullName(name.Length == 0 ? ReferenceName.Head : name);
        if (full is null || !int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out int steps))
        {
            throw new UnknownRevisionException(revision, "there is no such reference");
        }

        IReadOnlyList<ReferenceMove> moves = references.Log.MovesOf(full);
        return steps < moves.Count && !moves[^(steps + 1)].To.IsNone
            ? graph.Get(moves[^(steps + 1)].To)
            : throw new UnknownRevisionException(revision, $"the reference has only {moves.Count} positions");
    }

    private CommitNode GoBack(CommitNode node, int count, string revision)
    {
        for (int i = 0; i < count; i++)
        {
            node = Parent(node, 1, revision);
        }

        return node;
    }

    private CommitNode Parent(CommitNode node, int number, string revision)
    {
        if (number > node.Parents.Count)
        {
            throw new UnknownRevisionException(revision, $"{node.Id.Short} has no parent number {number}");
        }

        ObjectId parent = node.Parents[number - 1];
        return graph.Contains(parent)
            ? graph.Get(parent)
            : throw new UnknownRevisionException(revision, "it lies beyond the end of the shallow history");
    }
}
