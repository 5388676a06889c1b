namespace Siltstone.Tests;

public class QueryTests
{
    private readonly Database _shop = TestData.CreateShop();

    [Fact]
    public void WhereUsesThreeValuedLogic()
    {
        Assert.Equal(["1", "4", "7"], _shop.Query("SELECT id FROM customers WHERE city = 'Bonn' ORDER BY id"));
        Assert.Equal(
            ["2", "5", "6", "8"], _shop.Query("SELECT id FROM customers WHERE NOT city = 'Bonn' ORDER BY id"));
        Assert.Equal(["3"], _shop.Query("SELECT id FROM customers WHERE city IS NULL"));
        Assert.Empty(_shop.Query("SELECT id FROM customers WHERE id NOT IN (1, NULL)"));
    }

    [Fact]
    public void InnerJoinFindsPartners()
    {
        Assert.Equal(
            ["1|Graf", "4|Graf", "5|Adler"],
            _shop.Query("""
                SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id
                WHERE c.city = 'Bonn' AND o.amount >= 60 ORDER BY o.id
                """));
    }

    [Fact]
    public void JoinOverAnIndexMerges()
    {
        const string Sql = "SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id";
        Assert.Contains("Merge join", _shop.Explain(Sql));
        Assert.Equal(11, _shop.Query(Sql).Length);
    }

    [Fact]
    public void LeftJoinKeepsRowsWithoutPartner()
    {
        Assert.Equal(
            ["6|Frey"],
            _shop.Query("""
                SELECT c.id, c.name FROM customers c LEFT JOIN orders o ON o.customer_id = c.id
                WHERE o.id IS NULL
                """));
    }

    [Fact]
    public void GroupingComputesAggregates()
    {
        Assert.Equal(
            ["Bonn|5|440", "Kiel|2|90.5", "Trier|3|139.99", "NULL|1|70"],
            _shop.Query("""
                SELECT c.city, COUNT(*), SUM(o.amount) FROM orders o JOIN customers c ON c.id = o.customer_id
                GROUP BY c.city ORDER BY c.city IS NULL, c.city
                """));
    }

    [Fact]
    public void HavingRestrictsGroups()
    {
        Assert.Equal(
            ["2|2", "4|2", "7|2", "8|2"],
            _shop.Query("""
                SELECT customer_id, COUNT(*) AS n FROM orders WHERE customer_id IS NOT NULL
                GROUP BY customer_id HAVING COUNT(*) > 1 ORDER BY customer_id
                """));
    }

    [Fact]
    public void OrderLimitAndOffset()
    {
        Assert.Equal(
            ["8", "2", "10"], _shop.Query("SELECT id FROM orders ORDER BY amount DESC LIMIT 3 OFFSET 2"));
        Assert.Equal(["12", "5", "2"], _shop.Query("SELECT id FROM orders ORDER BY customer_id LIMIT 3"));
    }

    [Fact]
    public void DistinctDropsRepeatedRows()
    {
        Assert.Equal(
            ["NULL", "Bonn", "Kiel", "Trier"], _shop.Query("SELECT DISTINCT city FROM customers ORDER BY city"));
    }

    [Fact]
    public void ExpressionsAreComputed()
    {
        Assert.Equal(
            ["3|1.5|ab|x|2024"],
            _shop.Query("""
                SELECT 7 / 2, 3 / 2.0, 'a' || 'b', CASE WHEN NULL THEN 'y' ELSE 'x' END, YEAR(DATE '2024-05-06')
                """));
    }

    [Fact]
    public void UnknownColumnIsReported()
    {
        SqlException e = Assert.Throws<SqlException>(() => _shop.Execute("SELECT town FROM customers"));
        Assert.Equal(SqlErrorKind.UnknownName, e.Kind);
    }
}
