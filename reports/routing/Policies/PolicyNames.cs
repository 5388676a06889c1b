using System.Globalization;
using System.Text.Json;

namespace Eval.Routing.Policies;

/// <summary>The words of a policy file.</summary>
internal static class PolicyNames
{
    public const string Connect = "connect";
    public const string TruncatedStream = "truncated_stream";

    /// <summary>Returns whether a letter of a policy's name can be seen: the name is printed where others read it.</summary>
    public static bool IsSeen(char letter) =>
        !char.IsControl(letter)
        && char.GetUnicodeCategory(letter) is not (
            UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    public static string From<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(From);

    public static T? Parse<T>(string? name)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => From(value!.Value) == name);
}
