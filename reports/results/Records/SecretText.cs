using System.Text.Json;
using System.Text.RegularExpressions;

namespace Eval.Results.Records;

/// <summary>Tells what looks like a secret, so that it is refused where it would be stored and shown.</summary>
public static partial class SecretText
{
    /// <summary>A field of requests that is called a key, and is none.</summary>
    private const string CacheKey = "prompt_cache_key";

    private const int MinPrefixed = 8;
    private const int MinRandom = 32;

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "key", "token", "secret", "password", "passwd", "pwd", "pass", "auth", "authorization", "bearer", "jwt", "cookie", "credential",
        "credentials", "sig", "signature",
    };

    private static readonly string[] Endings = ["apikey", "accesskey", "subscriptionkey", "token", "secret", "password"];

    private static readonly string[] Prefixes = ["sk-", "sk_", "pk-", "gsk_", "hf_", "ghp_", "xai-", "AIza", "eyJ", "Bearer ", "Basic "];

    /// <summary>Returns whether a parameter or a header of this name carries a secret.</summary>
    public static bool IsName(string name) =>
        Word().Matches(name).Any(word => Words.Contains(word.Value))
        || Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns whether a text has the form of a key: a vendor's prefix, or a long random word.</summary>
    public static bool IsValue(string text) =>
        (text.Length >= MinPrefixed && Prefixes.Any(prefix => text.StartsWith(prefix, StringComparison.Ordinal)))
        || (text.Length >= MinRandom && !Guid.TryParse(text, out _)
            && Random().IsMatch(text) && text.Any(char.IsAsciiDigit) && text.Any(char.IsAsciiLetter));

    /// <summary>Returns whether a field of a request's body carries a secret, at any depth.</summary>
    public static bool IsField(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => (name != CacheKey && IsName(name)) || IsValue(value.GetString()!),
        JsonValueKind.Object => value.EnumerateObject().Any(inner => IsField(inner.Name, inner.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(inner => IsField(name, inner)),
        _ => false,
    };

    /// <summary>The words of api-key, api_key and apiKey.</summary>
    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word();

    [GeneratedRegex("^[A-Za-z0-9_+/=-]+$")]
    private static partial Regex Random();
}
