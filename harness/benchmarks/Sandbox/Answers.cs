using System.Globalization;

namespace Eval.Benchmarks.Sandbox;

/// <summary>Varied small programs as models write them; the number makes each another one.</summary>
internal static class Answers
{
    private static readonly (string Source, string Call)[] Programs =
    [
        ("public static class Solution {\n    public static int SumOfSquares(int n) {\n        var sum = 0;\n        for (var i = 1; i <= "
            + "n; i++) { sum += i * i + #; }\n        return sum;\n    }\n}", "Solution.SumOfSquares(10)"),
        ("public static class Solution {\n    public static string Reverse(string text) {\n        var letters = (text + "
            + "\"#\").ToCharArray();\n        Array.Reverse(letters);\n        return new string(letters);\n    }\n}",
                "Solution.Reverse(\"hello\")"),
        ("public static class Solution {\n    public static Dictionary<char, int> Count(string text) {\n        return (text + "
            + "\"#\").GroupBy(c => c).ToDictionary(g => g.Key, g => g.Count());\n    }\n}", "Solution.Count(\"mississippi\").Count"),
        ("public static class Solution {\n    public static List<int> Primes(int below) {\n        var primes = new List<int>();\n        "
            + "for (var n = 2; n < below + # % 7; n++) {\n            if (primes.All(p => n % p != 0)) primes.Add(n);\n        }\n        "
            + "return primes;\n    }\n}", "Solution.Primes(50).Count"),
        ("public static class Solution {\n    public static bool Balanced(string text) {\n        var open = new Stack<char>();\n        "
            + "foreach (var c in text + \"#\") {\n            if (\"([{\".Contains(c)) open.Push(c);\n            else if "
            + "(\")]}\".Contains(c)) { if (open.Count == 0) return false; var o = open.Pop(); if (\"([{\".IndexOf(o) != "
            + "\")]}\".IndexOf(c)) return false; }\n        }\n        return open.Count == 0;\n    }\n}", "Solution.Balanced(\"([]{})\")"),
        ("public static class Solution {\n    private record Point(int X, int Y);\n    public static double Length(int[] xs) {\n        "
            + "var points = xs.Zip(xs.Skip(1), (x, y) => new Point(x, y + #)).ToList();\n        return points.Zip(points.Skip(1), (a, b) "
            + "=> Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2))).Sum();\n    }\n}", "Solution.Length(new[] { 1, 5, 2, 8 })"),
    ];

    public static string Source(int number) =>
        Programs[number % Programs.Length].Source.Replace("#", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    public static string Call(int number) => Programs[number % Programs.Length].Call;
}
