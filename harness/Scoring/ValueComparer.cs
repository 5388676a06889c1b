using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Eval.Harness.Scoring;

/// <summary>Compares a value that an answer returned with the expected one, outside the answer's process.</summary>
internal static class ValueComparer
{
    public static bool AreEqual(JsonElement expected, JsonElement actual, double tolerance, bool unordered)
    {
        if (AsNumber(expected) is { } expectedNumber && AsNumber(actual) is { } actualNumber)
        {
            return NumbersAreEqual(expectedNumber, actualNumber, tolerance);
        }

        if (expected.ValueKind != actual.ValueKind)
        {
            return false;
        }

        return expected.ValueKind switch
        {
            JsonValueKind.Array => unordered ? SameElements(expected, actual, tolerance) : SequenceEqual(expected, actual, tolerance),
            JsonValueKind.Object => SameProperties(expected, actual, tolerance, unordered),
            JsonValueKind.String => string.Equals(expected.GetString(), actual.GetString(), StringComparison.Ordinal),
            _ => true,
        };
    }

    private static bool SequenceEqual(JsonElement expected, JsonElement actual, double tolerance)
    {
        if (expected.GetArrayLength() != actual.GetArrayLength())
        {
            return false;
        }

        // Indexing a JSON array walks it, so both are walked side by side.
        using var left = expected.EnumerateArray();
        using var right = actual.EnumerateArray();
        while (left.MoveNext() && right.MoveNext())
        {
            if (!AreEqual(left.Current, right.Current, tolerance, unordered: false))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameElements(JsonElement expected, JsonElement actual, double tolerance)
    {
        var left = expected.EnumerateArray().ToList();
        foreach (var element in actual.EnumerateArray())
        {
            var index = left.FindIndex(candidate => AreEqual(candidate, element, tolerance, unordered: false));
            if (index < 0)
            {
                return false;
            }

            left.RemoveAt(index);
        }

        return left.Count == 0;
    }

    private static bool SameProperties(JsonElement expected, JsonElement actual, double tolerance, bool unordered)
    {
        var right = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in actual.EnumerateObject())
        {
            right[property.Name] = property.Value;
        }

        var count = 0;
        foreach (var property in expected.EnumerateObject())
        {
            count++;
            if (!right.TryGetValue(property.Name, out var value) || !AreEqual(property.Value, value, tolerance, unordered))
            {
                return false;
            }
        }

        return count == right.Count;
    }

    private static bool NumbersAreEqual(string expected, string actual, double tolerance)
    {
        if (expected == actual)
        {
            return true;
        }

        // Whole numbers of any length are compared exactly, whatever the tolerance: a long must not be rounded to a double.
        if (BigInteger.TryParse(expected, NumberStyles.Integer, CultureInfo.InvariantCulture, out var expectedWhole)
            && BigInteger.TryParse(actual, NumberStyles.Integer, CultureInfo.InvariantCulture, out var actualWhole)
            && tolerance == 0)
        {
            return expectedWhole == actualWhole;
        }

        var left = Parse(expected);
        var right = Parse(actual);
        return left.Equals(right) || left == right || Math.Abs(left - right) <= tolerance;
    }

    private static double Parse(string number) => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Returns the number's text, also of the ones JSON lacks, or null.</summary>
    private static string? AsNumber(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Object when value.TryGetProperty("$double", out var special) && special.ValueKind == JsonValueKind.String
            && special.GetString() is "NaN" or "Infinity" or "-Infinity" => special.GetString(),
        _ => null,
    };
}
