using Siltstone.Output;

namespace Siltstone.Tests;

internal static class TestData
{
    /// <summary>Eight customers and twelve orders; order 12 has no customer.</summary>
    public static Database CreateShop(bool withIndex = true)
    {
        var database = new Database();
        database.Execute("""
            CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);
            INSERT INTO customers VALUES
                (1, 'Adler', 'Bonn'), (2, 'Brandt', 'Kiel'), (3, 'Conrad', NULL), (4, 'Dahl', 'Bonn'),
                (5, 'Ebert', 'Trier'), (6, 'Frey', 'Kiel'), (7, 'Graf', 'Bonn'), (8, 'Hahn', 'Trier');
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, placed DATE, amount DECIMAL);
            INSERT INTO orders VALUES
                (1, 7, '2024-01-05', 120), (2, 2, '2024-01-09', 80.5), (3, 4, '2024-01-11', 15),
                (4, 7, '2024-02-02', 60), (5, 1, '2024-02-03', 200), (6, 8, '2024-02-20', 35),
                (7, 2, '2024-03-01', 10), (8, 5, '2024-03-03', 99.99), (9, 4, '2024-03-08', 45),
                (10, 3, '2024-03-15', 70), (11, 8, '2024-04-01', 5), (12, NULL, '2024-04-02', 12);
            """);
        if (withIndex)
        {
            database.Execute("CREATE INDEX orders_customer ON orders (customer_id)");
        }

        return database;
    }

    /// <summary>The rows of a query, each as a text with bars between the values.</summary>
    public static string[] Query(this Database database, string sql) => database.Execute(sql).Lines();

    public static string[] Lines(this QueryResult result) => [.. result.Rows.Select(r => string.Join('|', r))];
}
