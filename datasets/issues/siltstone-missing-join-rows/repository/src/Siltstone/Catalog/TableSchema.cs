using Siltstone.Values;

namespace Siltstone.Catalog;

/// <summary>A column of a table.</summary>
/// <param name="Name">The name as it was declared; names are compared without regard to case.</param>
/// <param name="Type">The type of the values.</param>
/// <param name="IsNullable">Whether null may be stored.</param>
internal sealed record Column(string Name, SqlType Type, bool IsNullable);

/// <summary>The columns of a table and the place of its primary key.</summary>
internal sealed class TableSchema
{
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.OrdinalIgnoreCase);

    public TableSchema(string name, IReadOnlyList<Column> columns, int? primaryKey = null)
    {
        Name = name;
        Columns = columns;
        PrimaryKey = primaryKey;
        for (int i = 0; i < columns.Count; i++)
        {
            if (!_ordinals.TryAdd(columns[i].Name, i))
            {
                throw new SqlException(
                    SqlErrorKind.AmbiguousName, $"The table {name} has two columns named {columns[i].Name}.");
            }
        }
    }

    public string Name { get; }

    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The ordinal of the primary key column, when the table has one.</summary>
    public int? PrimaryKey { get; }

    public int? FindColumn(string name) => _ordinals.TryGetValue(name, out int ordinal) ? ordinal : null;

    public int GetColumn(string name) =>
        FindColumn(name)
        ?? throw new SqlException(SqlErrorKind.UnknownName, $"The table {Name} has no column {name}.");

    /// <summary>Brings a row into the declared types and checks it against the declarations.</summary>
    public SqlValue[] Conform(IReadOnlyList<SqlValue> values)
    {
        if (values.Count != Columns.Count)
        {
            throw new SqlException(
                SqlErrorKind.Constraint, $"A row of {Name} has {Columns.Count} values, not {values.Count}.");
        }

        var row = new SqlValue[Columns.Count];
        for (int i = 0; i < row.Length; i++)
        {
            Column column = Columns[i];
            if (values[i].IsNull && (!column.IsNullable || i == PrimaryKey))
            {
                throw new SqlException(SqlErrorKind.Constraint, $"{Name}.{column.Name} must not be null.");
            }

            row[i] = ValueConversion.Convert(values[i], column.Type);
        }

        return row;
    }
}

/// <summary>An index over one column.</summary>
/// <param name="Name">The name, unique in the database.</param>
/// <param name="Column">The ordinal of the indexed column.</param>
/// <param name="IsUnique">Whether two rows may not have the same key; null is exempt.</param>
internal sealed record IndexDefinition(string Name, int Column, bool IsUnique);
