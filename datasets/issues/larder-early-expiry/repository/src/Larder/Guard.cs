namespace Larder;

internal static class Guard
{
    public static void PositiveOrNull(TimeSpan? value, string name)
    {
        if (value is { } span && span <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(name, span, "The time span must be positive.");
        }
    }
}
