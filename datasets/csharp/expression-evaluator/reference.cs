public static class Solution
{
    public static long Evaluate(string expression)
    {
        var at = 0;
        var value = Sum(expression, ref at);
        return Peek(expression, ref at) == '\0' ? value : throw new FormatException();
    }

    private static long Sum(string text, ref int at)
    {
        var value = Product(text, ref at);
        while (Peek(text, ref at) is '+' or '-')
        {
            var sign = text[at++];
            var right = Product(text, ref at);
            value = sign == '+' ? value + right : value - right;
        }

        return value;
    }

    private static long Product(string text, ref int at)
    {
        var value = Factor(text, ref at);
        while (Peek(text, ref at) is '*' or '/')
        {
            var sign = text[at++];
            var right = Factor(text, ref at);
            value = sign == '*' ? value * right : value / right;
        }

        return value;
    }

    private static long Factor(string text, ref int at)
    {
        var next = Peek(text, ref at);
        if (next == '-')
        {
            at++;
            return -Factor(text, ref at);
        }

        if (next == '(')
        {
            at++;
            var value = Sum(text, ref at);
            if (Peek(text, ref at) != ')')
            {
                throw new FormatException();
            }

            at++;
            return value;
        }

        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return long.Parse(text[start..at]);
    }

    private static char Peek(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        return at < text.Length ? text[at] : '\0';
    }
}
