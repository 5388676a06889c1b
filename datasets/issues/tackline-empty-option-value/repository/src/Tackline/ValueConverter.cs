using System.Globalization;

namespace Tackline;

/// <summary>Converts texts of the command line, always with the invariant culture.</summary>
internal static class ValueConverter
{
    private static readonly string[] TrueWords = ["true", "yes", "on", "1"];
    private static readonly string[] FalseWords = ["false", "no", "off", "0"];

    public static T Convert<T>(string text, string subject)
    {
        Type target = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        object? value = ConvertTo(target, text);
        return value is T converted
            ? converted
            : throw new FormatException($"The value '{text}' of '{subject}' is not a valid {Describe(target)}.");
    }

    private static object? ConvertTo(Type target, string text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (target == typeof(string))
        {
            return text;
        }

        if (target == typeof(int))
        {
            return int.TryParse(text, NumberStyles.Integer, culture, out int number) ? number : null;
        }

        if (target == typeof(long))
        {
            return long.TryParse(text, NumberStyles.Integer, culture, out long number) ? number : null;
        }

        if (target == typeof(double))
        {
            return double.TryParse(text, NumberStyles.Float, culture, out double number) ? number : null;
        }

        if (target == typeof(bool))
        {
            return TrueWords.Contains(text, StringComparer.OrdinalIgnoreCase) ? true
                : FalseWords.Contains(text, StringComparer.OrdinalIgnoreCase) ? false
                : null;
        }

        if (target == typeof(TimeSpan))
        {
            return TimeSpan.TryParse(text, culture, out TimeSpan span) ? span : null;
        }

        if (target.IsEnum)
        {
            string name = text.Replace("-", "", StringComparison.Ordinal);
            return Enum.TryParse(target, name, ignoreCase: true, out object? value) && Enum.IsDefined(target, value)
                ? value
                : null;
        }

        throw new NotSupportedException($"Values of the type {target.Name} are not supported.");
    }

    private static string Describe(Type type) =>
        type.IsEnum ? string.Join("|", Enum.GetNames(type).Select(n => n.ToLowerInvariant()))
        : type == typeof(int) || type == typeof(long) ? "whole number"
        : type == typeof(double) ? "number"
        : type == typeof(bool) ? "yes or no"
        : type.Name;
}
