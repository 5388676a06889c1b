public static class Solution
{
    public static int Seconds(string duration)
    {
        const string Units = "hms";
        int[] sizes = { 3600, 60, 1 };
        var total = 0;
        var number = -1;
        var next = 0;
        foreach (var letter in duration)
        {
            if (char.IsAsciiDigit(letter))
            {
                number = Math.Max(number, 0) * 10 + (letter - '0');
                continue;
            }

            var unit = Units.IndexOf(letter);
            if (unit < next || number < 0)
            {
                throw new FormatException(duration);
            }

            total += number * sizes[unit];
            number = -1;
            next = unit + 1;
        }

        return next > 0 && number < 0 ? total : throw new FormatException(duration);
    }
}
