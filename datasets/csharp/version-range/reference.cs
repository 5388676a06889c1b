public static class Solution
{
    public static bool Matches(string version, string range)
    {
        var own = Parse(version);
        return range.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(condition => Holds(own, condition));
    }

    private static bool Holds(int[] own, string condition)
    {
        var mark = string.Concat(condition.TakeWhile(letter => !char.IsAsciiDigit(letter)));
        var other = Parse(condition[mark.Length..]);
        var order = own.Zip(other, (left, right) => left.CompareTo(right)).FirstOrDefault(sign => sign != 0);
        return mark switch
        {
            ">=" => order >= 0,
            "<=" => order <= 0,
            ">" => order > 0,
            "<" => order < 0,
            "=" => order == 0,
            "^" => order >= 0 && own[0] == other[0],
            _ => throw new FormatException(condition),
        };
    }

    private static int[] Parse(string version)
    {
        var numbers = version.Split('.').Select(int.Parse).ToArray();
        if (numbers.Length > 3)
        {
            throw new FormatException(version);
        }

        Array.Resize(ref numbers, 3);
        return numbers;
    }
}
