public static class Solution
{
    public static (decimal Net, decimal Tax, decimal Gross) Total((decimal Price, int Quantity, decimal TaxRate)[] lines, decimal discount)
    {
        if (discount is < 0 or > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(discount));
        }

        if (lines.Any(line => line.Quantity < 0))
        {
            throw new ArgumentException("negative quantity", nameof(lines));
        }

        var rows = lines.Select(line => (line.TaxRate, Net: Math.Round(line.Price * line.Quantity * (1 - discount), 2, MidpointRounding.ToEven))).ToArray();
        var net = rows.Sum(row => row.Net);
        var tax = rows.GroupBy(row => row.TaxRate).Sum(rate => Math.Round(rate.Sum(row => row.Net) * rate.Key, 2, MidpointRounding.AwayFromZero));
        return (net, tax, net + tax);
    }
}
