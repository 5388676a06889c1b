namespace Siltstone.Tests;

public class DataChangeTests
{
    private readonly Database _shop = TestData.CreateShop();

    [Fact]
    public void UpdateMovesKeysInIndexes()
    {
        Assert.Equal(2, _shop.Execute("UPDATE orders SET customer_id = 6 WHERE customer_id = 2").AffectedRows);
        Assert.Empty(_shop.Query("SELECT id FROM orders WHERE customer_id = 2"));
        Assert.Equal(["2", "7"], _shop.Query("SELECT id FROM orders WHERE customer_id = 6"));
    }

    [Fact]
    public void RollBackRestoresRowsAndIndexes()
    {
        _shop.Execute("""
            BEGIN;
            DELETE FROM orders WHERE customer_id = 7;
            UPDATE orders SET customer_id = 7 WHERE id = 12;
            SAVEPOINT a;
            INSERT INTO orders VALUES (13, 7, NULL, 1);
            ROLLBACK TO a;
            """);
        Assert.Equal(["12"], _shop.Query("SELECT id FROM orders WHERE customer_id = 7"));
        _shop.Execute("ROLLBACK");
        Assert.Equal(["1", "4"], _shop.Query("SELECT id FROM orders WHERE customer_id = 7"));
    }

    [Fact]
    public void FailingStatementChangesNothing()
    {
        SqlException e = Assert.Throws<SqlException>(
            () => _shop.Execute("INSERT INTO customers VALUES (9, 'Igel', NULL), (1, 'Jung', NULL)"));
        Assert.Equal(SqlErrorKind.Constraint, e.Kind);
        Assert.Equal(["8"], _shop.Query("SELECT COUNT(*) FROM customers"));
    }

    [Fact]
    public void CsvIsImportedAndExported()
    {
        Assert.Equal(2, _shop.ImportCsv("customers", new StringReader("name,id\n\"Imhof, A.\",9\nJung,10\n")));
        var writer = new StringWriter();
        _shop.ExportCsv("SELECT id, name, city FROM customers WHERE id > 8 ORDER BY id", writer);
        Assert.Equal("id,name,city\n9,\"Imhof, A.\",\n10,Jung,\n", writer.ToString());
    }
}
