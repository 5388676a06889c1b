using Siltstone.Catalog;
using Siltstone.Expressions;
using Siltstone.Sql;

namespace Siltstone.Binding;

/// <summary>The columns that can be named at some place of a statement.</summary>
internal sealed class Scope(IReadOnlyList<BoundSource> sources)
{
    public SlotExpression Resolve(ColumnSyntax syntax)
    {
        SlotExpression? found = null;
        foreach (BoundSource source in sources)
        {
            if (syntax.Qualifier is not null && !IsNamed(source, syntax.Qualifier))
            {
                continue;
            }

            if (source.Table.Schema.FindColumn(syntax.Name) is not { } ordinal)
            {
                continue;
            }

            if (found is not null)
            {
                throw new SqlException(
                    SqlErrorKind.AmbiguousName, $"The column {syntax.Name} could be one of several", syntax.Position);
            }

            found = SlotOf(source, ordinal);
        }

        return found ?? throw new SqlException(
            SqlErrorKind.UnknownName,
            $"There is no column {(syntax.Qualifier is null ? "" : syntax.Qualifier + ".")}{syntax.Name}",
            syntax.Position);
    }

    /// <summary>The columns for which <c>*</c> stands, or <c>alias.*</c>.</summary>
    public IEnumerable<SlotExpression> Expand(string? qualifier)
    {
        List<BoundSource> matching = [.. sources.Where(s => qualifier is null || IsNamed(s, qualifier))];
        if (matching.Count == 0)
        {
            throw new SqlException(SqlErrorKind.UnknownName, $"There is nothing for {qualifier ?? ""}* to stand for.");
        }

        return matching.SelectMany(s => Enumerable.Range(0, s.Width).Select(i => SlotOf(s, i)));
    }

    private static bool IsNamed(BoundSource source, string name) =>
        string.Equals(source.Alias, name, StringComparison.OrdinalIgnoreCase);

    private static SlotExpression SlotOf(BoundSource source, int ordinal)
    {
        Column column = source.Table.Schema.Columns[ordinal];
        return new SlotExpression(source.Offset + ordinal, column.Type, column.Name);
    }
}
