using System.Collections;

namespace Eval.Sandboxes.Worker.Driving;

/// <summary>Equality as xunit means it: collections by their items, everything else by Equals.</summary>
internal static class Equality
{
    public static bool AreEqual(object? expected, object? actual)
    {
        if (expected is null || actual is null)
        {
            return expected is null && actual is null;
        }

        if (expected is string || actual is string)
        {
            return expected.Equals(actual);
        }

        if (expected is IDictionary left && actual is IDictionary right)
        {
            return left.Count == right.Count && left.Keys.Cast<object>().All(key => right.Contains(key) && AreEqual(left[key], right[key]));
        }

        if (expected is IEnumerable expectedItems && actual is IEnumerable actualItems)
        {
            return SetsAreEqual(expectedItems, actualItems) ?? SequencesAreEqual(expectedItems, actualItems);
        }

        return expected.Equals(actual);
    }

    private static bool? SetsAreEqual(IEnumerable expected, IEnumerable actual) =>
        expected.GetType().GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(ISet<>))
            ? expected.Cast<object?>().ToHashSet().SetEquals(actual.Cast<object?>())
            : null;

    private static bool SequencesAreEqual(IEnumerable expected, IEnumerable actual)
    {
        var left = expected.GetEnumerator();
        var right = actual.GetEnumerator();
        while (true)
        {
            var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
            if (hasLeft != hasRight || (hasLeft && !AreEqual(left.Current, right.Current)))
            {
                return false;
            }

            if (!hasLeft)
            {
                return true;
            }
        }
    }
}
