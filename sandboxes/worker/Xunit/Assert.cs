using System.Collections;
using System.Text.RegularExpressions;
using Eval.Runtime;
using Eval.Sandboxes.Worker.Driving;
using Xunit.Sdk;

// Tests of data sets are written against xunit and find its names here.
namespace Xunit;

/// <summary>The assertions of xunit that test classes commonly use, with the same meaning.</summary>
public static class Assert
{
    public static void True(bool condition, string? message = null) => Need(condition, message ?? "expected True");

    public static void False(bool condition, string? message = null) => Need(!condition, message ?? "expected False");

    public static void Equal<T>(T expected, T actual) =>
        Need(Canaries.Equal(expected, actual), $"expected {Show(expected)}, actual {Show(actual)}");

    public static void Equal<T>(IEnumerable<T> expected, IEnumerable<T> actual) =>
        Need(Canaries.Equal(expected, actual), $"expected {Show(expected)}, actual {Show(actual)}");

    public static void Equal<T>(T expected, T actual, IEqualityComparer<T> comparer) =>
        Need(comparer.Equals(expected, actual), $"expected {Show(expected)}, actual {Show(actual)}");

    public static void Equal(double expected, double actual, int precision) =>
        Need(Canaries.Equal(expected, actual, precision), $"expected {expected}, actual {actual}");

    public static void Equal(double expected, double actual, double tolerance) =>
        Need(Canaries.Equal(expected, actual, tolerance), $"expected {expected}, actual {actual}");

    public static void Equal(decimal expected, decimal actual, int precision) =>
        Need(Canaries.Equal(expected, actual, precision), $"expected {expected}, actual {actual}");

    public static void Equal(string? expected, string? actual, bool ignoreCase) =>
        Need(string.Equals(expected, actual, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal),
            $"expected {expected}, actual {actual}");

    public static void NotEqual<T>(T expected, T actual) => Need(!Equality.AreEqual(expected, actual), $"did not expect {Show(expected)}");

    public static void StrictEqual<T>(T expected, T actual) =>
        Need(EqualityComparer<T>.Default.Equals(expected, actual), $"expected {Show(expected)}, actual {Show(actual)}");

    public static void Equivalent(object? expected, object? actual, bool strict = false) =>
        Need(CanonicalJson.Write(expected, 1 << 20) == CanonicalJson.Write(actual, 1 << 20),
            $"expected {Show(expected)}, actual {Show(actual)}");

    public static void Same(object? expected, object? actual) => Need(ReferenceEquals(expected, actual), "expected the same object");

    public static void NotSame(object? expected, object? actual) => Need(!ReferenceEquals(expected, actual), "expected another object");

    public static void Null(object? value) => Need(value is null, $"expected null, actual {Show(value)}");

    public static void NotNull(object? value) => Need(value is not null, "did not expect null");

    public static void Empty(IEnumerable collection) =>
        Need(!collection.GetEnumerator().MoveNext(), $"expected nothing, actual {Show(collection)}");

    public static void NotEmpty(IEnumerable collection) => Need(collection.GetEnumerator().MoveNext(), "did not expect nothing");

    public static T Single<T>(IEnumerable<T> collection)
    {
        var items = collection.Take(2).ToList();
        Need(items.Count == 1, $"expected one item, actual {Show(collection)}");
        return items[0];
    }

    public static T Single<T>(IEnumerable<T> collection, Predicate<T> predicate) => Single(collection.Where(item => predicate(item)));

    public static void Contains<T>(T expected, IEnumerable<T> collection) =>
        Need(collection.Any(item => Equality.AreEqual(expected, item)), $"{Show(expected)} is missing");

    public static void Contains<T>(IEnumerable<T> collection, Predicate<T> filter) =>
        Need(collection.Any(item => filter(item)), "no item fits");

    public static void Contains(string expected, string? actual) => Contains(expected, actual, StringComparison.Ordinal);

    public static void Contains(string expected, string? actual, StringComparison comparison) =>
        Need(actual?.Contains(expected, comparison) == true, $"{Show(expected)} is missing in {Show(actual)}");

    public static void DoesNotContain<T>(T expected, IEnumerable<T> collection) =>
        Need(!collection.Any(item => Equality.AreEqual(expected, item)), $"did not expect {Show(expected)}");

    public static void DoesNotContain<T>(IEnumerable<T> collection, Predicate<T> filter) =>
        Need(!collection.Any(item => filter(item)), "an item fits");

    public static void DoesNotContain(string expected, string? actual) =>
        Need(actual?.Contains(expected, StringComparison.Ordinal) != true, $"did not expect {Show(expected)}");

    public static void StartsWith(string expected, string? actual) =>
        Need(actual?.StartsWith(expected, StringComparison.Ordinal) == true,
        $"expected a start of {Show(expected)}, actual {Show(actual)}");

    public static void EndsWith(string expected, string? actual) =>
        Need(actual?.EndsWith(expected, StringComparison.Ordinal) == true, $"expected an end of {Show(expected)}, actual {Show(actual)}");

    public static void Matches(string pattern, string? actual) =>
        Need(actual is not null && Regex.IsMatch(actual, pattern), $"{Show(actual)} does not match {pattern}");

    public static void DoesNotMatch(string pattern, string? actual) =>
        Need(actual is null || !Regex.IsMatch(actual, pattern), $"{Show(actual)} matches {pattern}");

    public static void InRange<T>(T actual, T low, T high)
        where T : IComparable => Need(actual.CompareTo(low) >= 0 && actual.CompareTo(high) <= 0,
            $"{Show(actual)} is not from {Show(low)} to {Show(high)}");

    public static void NotInRange<T>(T actual, T low, T high)
        where T : IComparable => Need(actual.CompareTo(low) < 0 || actual.CompareTo(high) > 0,
            $"{Show(actual)} is from {Show(low)} to {Show(high)}");

    public static T IsType<T>(object? value)
    {
        Need(value?.GetType() == typeof(T), $"expected {typeof(T)}, actual {value?.GetType()}");
        return (T)value!;
    }

    public static T IsAssignableFrom<T>(object? value)
    {
        Need(value is T, $"expected {typeof(T)}, actual {value?.GetType()}");
        return (T)value!;
    }

    public static void All<T>(IEnumerable<T> collection, Action<T> action)
    {
        foreach (var item in collection)
        {
            action(item);
        }
    }

    public static void Collection<T>(IEnumerable<T> collection, params Action<T>[] inspectors)
    {
        var items = collection.ToList();
        Need(items.Count == inspectors.Length, $"expected {inspectors.Length} items, actual {items.Count}");
        for (var i = 0; i < items.Count; i++)
        {
            inspectors[i](items[i]);
        }
    }

    public static T Throws<T>(Action code)
        where T : Exception => Thrown<T>(Catch(code), exact: true);

    public static T Throws<T>(Func<object?> code)
        where T : Exception => Thrown<T>(Catch(() => code()), exact: true);

    public static T Throws<T>(string parameter, Action code)
        where T : ArgumentException
    {
        var thrown = Throws<T>(code);
        Need(thrown.ParamName == parameter, $"expected parameter {parameter}, actual {thrown.ParamName}");
        return thrown;
    }

    public static T ThrowsAny<T>(Action code)
        where T : Exception => Thrown<T>(Catch(code), exact: false);

    public static T ThrowsAny<T>(Func<object?> code)
        where T : Exception => Thrown<T>(Catch(() => code()), exact: false);

    public static async Task<T> ThrowsAsync<T>(Func<Task> code)
        where T : Exception => Thrown<T>(await CatchAsync(code).ConfigureAwait(false), exact: true);

    public static async Task<T> ThrowsAnyAsync<T>(Func<Task> code)
        where T : Exception => Thrown<T>(await CatchAsync(code).ConfigureAwait(false), exact: false);

    public static void Fail(string message = "failed") => Need(false, message);

    private static void Need(bool holds, string message)
    {
        if (!holds)
        {
            throw new XunitException(message);
        }
    }

    private static T Thrown<T>(Exception? thrown, bool exact)
        where T : Exception
    {
        Need(exact ? thrown?.GetType() == typeof(T) : thrown is T,
            $"expected {typeof(T)}, actual {thrown?.GetType().ToString() ?? "no exception"}");
        return (T)thrown!;
    }

    private static Exception? Catch(Action code)
    {
        try
        {
            code();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static async Task<Exception?> CatchAsync(Func<Task> code)
    {
        try
        {
            // The answer may have set a context of its own, in which nobody goes on.
            await code().ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static string Show(object? value) => CanonicalJson.Write(value, 2000) ?? "a long value";
}
