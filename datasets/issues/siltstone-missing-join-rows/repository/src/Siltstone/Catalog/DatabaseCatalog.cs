using Siltstone.Storage;

namespace Siltstone.Catalog;

/// <summary>The tables and indexes of a database, by name.</summary>
internal sealed class DatabaseCatalog
{
    private readonly Dictionary<string, Table> _tables = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Table> Tables => _tables.Values.OrderBy(t => t.Schema.Name, StringComparer.OrdinalIgnoreCase);

    public Table GetTable(string name) =>
        _tables.TryGetValue(name, out Table? table)
            ? table
            : throw new SqlException(SqlErrorKind.UnknownName, $"There is no table {name}.");

    public Table CreateTable(TableSchema schema)
    {
        var table = new Table(schema);
        if (!_tables.TryAdd(schema.Name, table))
        {
            throw new SqlException(SqlErrorKind.Constraint, $"There is already a table {schema.Name}.");
        }

        if (schema.PrimaryKey is { } key)
        {
            table.AddIndex(new IndexDefinition($"pk_{schema.Name}", key, IsUnique: true));
        }

        return table;
    }

    public void DropTable(string name)
    {
        if (!_tables.Remove(name))
        {
            throw new SqlException(SqlErrorKind.UnknownName, $"There is no table {name}.");
        }
    }

    public void CreateIndex(string indexName, string tableName, string columnName, bool isUnique)
    {
        if (FindIndexOwner(indexName) is not null)
        {
            throw new SqlException(SqlErrorKind.Constraint, $"There is already an index {indexName}.");
        }

        Table table = GetTable(tableName);
        table.AddIndex(new IndexDefinition(indexName, table.Schema.GetColumn(columnName), isUnique));
    }

    public void DropIndex(string indexName)
    {
        Table owner = FindIndexOwner(indexName)
            ?? throw new SqlException(SqlErrorKind.UnknownName, $"There is no index {indexName}.");
        owner.RemoveIndex(indexName);
    }

    private Table? FindIndexOwner(string indexName) =>
        _tables.Values.FirstOrDefault(t => t.Indexes.Any(i =>
            string.Equals(i.Definition.Name, indexName, StringComparison.OrdinalIgnoreCase)));
}
