using Eval.Sandboxes.Worker.Driving;
using Eval.Sandboxes.Worker.Frames;

// Drivers are generated code that names this by its full name: the namespace is part of what they agree on.
namespace Eval.Runtime;

/// <summary>
/// Compares what a test found with several values, of which one is expected; only the host knows which. What is told here proves nothing
/// unless it tells the wrong ones apart.
/// </summary>
public static class Canaries
{
    private const long MaxShownChars = 500;

    /// <summary>No expected sequence is as long.</summary>
    private const int MaxItems = 1 << 20;
    private static readonly Lock Gate = new();
    private static HashSet<string>? reported;
    private static Channel? channel;

    /// <summary>Tells which values hold. What was told before under the same number is not told again.</summary>
    public static void Tell<T>(int id, T actual, Func<T, bool[]> compare)
    {
        var held = string.Join(',', compare(actual).Index().Where(value => value.Item).Select(value => value.Index));
        lock (Gate)
        {
            reported ??= [];
            if (!reported.Add($"{id} {held}"))
            {
                return;
            }
        }

        channel!.Report(FrameKind.Canary, id, held, CanonicalJson.Write(actual, MaxShownChars) ?? "a long value");
    }

    /// <summary>Tells which values hold for what a sequence yields, which may yield it once only.</summary>
    public static void Tell<T>(int id, IEnumerable<T>? actual, Func<IEnumerable<T>?, bool[]> compare) =>
        Tell<IEnumerable<T>?>(id, actual is null or ICollection<T> ? actual : actual.Take(MaxItems).ToList(), compare);

    /// <summary>Returns whether xunit finds two values equal.</summary>
    public static bool Equal<T>(T expected, T actual) => Equality.AreEqual(expected, actual);

    /// <inheritdoc cref="Equal{T}(T,T)"/>
    public static bool Equal<T>(IEnumerable<T> expected, IEnumerable<T> actual) => Equality.AreEqual(expected, actual);

    /// <summary>Returns whether xunit finds two numbers equal when they are rounded.</summary>
    public static bool Equal(double expected, double actual, int precision) =>
        Math.Round(expected, precision).Equals(Math.Round(actual, precision));

    /// <summary>Returns whether xunit finds two numbers equal within a tolerance.</summary>
    public static bool Equal(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance;

    /// <inheritdoc cref="Equal(double,double,int)"/>
    public static bool Equal(decimal expected, decimal actual, int precision) =>
        Math.Round(expected, precision) == Math.Round(actual, precision);

    internal static void Open(Channel opened)
    {
        channel = opened;
        // None is made where nothing is told, as nearly everywhere.
        reported = null;
    }
}
