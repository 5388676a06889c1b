using System.Globalization;

public static class Solution
{
    public static (int Chars, int Runes, int Elements, string Reversed) Measure(string text)
    {
        var elements = new List<string>();
        var walk = StringInfo.GetTextElementEnumerator(text);
        while (walk.MoveNext())
        {
            elements.Insert(0, walk.GetTextElement());
        }

        return (text.Length, text.EnumerateRunes().Count(), elements.Count, string.Concat(elements));
    }
}
