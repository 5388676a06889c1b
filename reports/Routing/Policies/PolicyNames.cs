using System.Text.Json;

namespace Eval.Reports.Routing.Policies;

/// <summary>The words of a policy file.</summary>
internal static class PolicyNames
{
    public const string Connect = "connect";
    public const string TruncatedStream = "truncated_stream";

    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Of);

    public static T? Parse<T>(string? name)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => Of(value!.Value) == name);
}
