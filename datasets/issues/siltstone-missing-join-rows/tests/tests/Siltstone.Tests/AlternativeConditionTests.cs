namespace Siltstone.Tests;

public class AlternativeConditionTests
{
    private readonly Database _shop = TestData.CreateShop();

    [Fact]
    public void JoinFindsRowsOfEveryAlternative()
    {
        Assert.Equal(
            ["1|Graf", "2|Brandt", "4|Graf", "6|Hahn", "7|Brandt", "11|Hahn"],
            _shop.Query("""
                SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id
                WHERE o.customer_id >= 7 OR o.customer_id = 2
                ORDER BY o.id
                """));
    }

    [Fact]
    public void JoinFindsRowsOfThreeAlternatives()
    {
        Assert.Equal(
            ["2|Brandt", "3|Dahl", "5|Adler", "7|Brandt", "8|Ebert", "9|Dahl"],
            _shop.Query("""
                SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id
                WHERE o.customer_id BETWEEN 4 AND 5 OR o.customer_id = 1 OR o.customer_id = 2
                ORDER BY o.id
                """));
    }

    [Fact]
    public void SumOverAJoinCountsEveryAlternative()
    {
        Assert.Equal(
            ["6|310.5"],
            _shop.Query("""
                SELECT COUNT(*), SUM(o.amount) FROM orders o JOIN customers c ON c.id = o.customer_id
                WHERE (o.customer_id > 6 OR o.customer_id < 3) AND o.amount < 150
                """));
    }

    [Fact]
    public void NegatedConditionIsAnAlternativeToo()
    {
        Assert.Equal(
            ["2", "5", "6", "7", "11"],
            _shop.Query("""
                SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id
                WHERE NOT (o.customer_id < 8 AND o.customer_id > 2)
                ORDER BY o.id
                """));
    }

    [Fact]
    public void OrderByHoldsAcrossAlternatives()
    {
        Assert.Equal(
            ["2", "2", "4", "4", "7", "7"],
            _shop.Query("""
                SELECT customer_id FROM orders
                WHERE customer_id = 7 OR customer_id = 2 OR customer_id = 4
                ORDER BY customer_id
                """));
    }

    [Fact]
    public void LimitTakesTheFirstRowsOfTheOrder()
    {
        Assert.Equal(
            ["1", "2", "2"],
            _shop.Query("""
                SELECT customer_id FROM orders WHERE customer_id > 6 OR customer_id < 3
                ORDER BY customer_id LIMIT 3
                """));
    }

    [Fact]
    public void NullAlternativeStandsFirst()
    {
        Assert.Equal(
            ["NULL", "8", "8"],
            _shop.Query("""
                SELECT customer_id FROM orders WHERE customer_id = 8 OR customer_id IS NULL ORDER BY customer_id
                """));
    }

    [Fact]
    public void GroupsOfAlternativesAreOrdered()
    {
        Assert.Equal(
            ["1|200", "2|90.5", "8|40"],
            _shop.Query("""
                SELECT customer_id, SUM(amount) FROM orders WHERE customer_id = 8 OR customer_id <= 2
                GROUP BY customer_id ORDER BY customer_id
                """));
    }

    [Fact]
    public void AscendingAlternativesAreJoined()
    {
        Assert.Equal(
            ["2", "6", "7", "11"],
            _shop.Query("""
                SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id
                WHERE o.customer_id = 2 OR o.customer_id = 8 ORDER BY o.id
                """));
    }

    [Fact]
    public void ListInAnyOrderIsJoined()
    {
        Assert.Equal(
            ["2|2", "7|2", "6|8", "11|8"],
            _shop.Query("""
                SELECT o.id, c.id FROM orders o JOIN customers c ON c.id = o.customer_id
                WHERE o.customer_id IN (8, 2, 8) ORDER BY o.customer_id
                """));
    }

    [Fact]
    public void OverlappingAlternativesGiveEachRowOnce()
    {
        Assert.Equal(
            ["1", "3", "4", "8", "9"],
            _shop.Query("""
                SELECT id FROM orders
                WHERE customer_id BETWEEN 5 AND 7 OR customer_id = 5 OR customer_id BETWEEN 4 AND 6 ORDER BY id
                """));
    }

    [Fact]
    public void WithoutAnIndexTheRowsAreTheSame()
    {
        Assert.Equal(
            ["1|Graf", "2|Brandt", "4|Graf", "6|Hahn", "7|Brandt", "11|Hahn"],
            TestData.CreateShop(withIndex: false).Query("""
                SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id
                WHERE o.customer_id >= 7 OR o.customer_id = 2
                ORDER BY o.id
                """));
    }

    [Fact]
    public void LeftJoinFindsRowsOfEveryAlternative()
    {
        Assert.Equal(
            ["1|Graf", "2|Brandt", "4|Graf", "7|Brandt", "12|NULL"],
            _shop.Query("""
                SELECT o.id, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer_id
                WHERE o.customer_id = 7 OR o.customer_id = 2 OR o.customer_id IS NULL ORDER BY o.id
                """));
    }
}
