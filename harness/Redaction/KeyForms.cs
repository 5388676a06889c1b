using System.Text;

namespace Eval.Harness.Redaction;

/// <summary>
/// The forms in which a key may come back, escapes aside: as it is, backwards, in hexadecimal, in base64 wherever in a text it stands.
/// </summary>
internal static class KeyForms
{
    /// <summary>Shorter ones, <c>none</c> for instance, are what servers without keys are given, and words of any text.</summary>
    public const int MinKeyChars = 8;

    /// <summary>What guides of servers without keys say to put where a key is asked for: words that any text may hold.</summary>
    private static readonly HashSet<string> Placeholders = new(StringComparer.OrdinalIgnoreCase)
    {
        "not-needed", "not_needed", "notneeded", "no-key-required", "sk-no-key-required", "no-key-needed", "lm-studio", "lmstudio",
            "placeholder",
        "dummy-key", "dummy_key", "fake-key", "fake_key", "your-api-key", "your_api_key", "anything", "api-key", "api_key", "localhost",
            "undefined",
    };

    /// <summary>Three bytes are four characters of base64, so that a key begins at one of three places.</summary>
    private const int Alignments = 3;

    /// <summary>Returns what must be found of a header's value: the key without its scheme, and a password that is packed in it.</summary>
    public static IEnumerable<string> KeysIn(string value)
    {
        var key = value.Trim();
        var blank = key.LastIndexOf(' ');
        var token = key[(blank + 1)..];
        if (blank > 0 && key.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Password(token) is { } password)
        {
            yield return password;
        }

        yield return token.Length >= MinKeyChars ? token : key;
    }

    /// <summary>Whether a key is one that must not come back.</summary>
    public static bool IsSecret(string key) => key.Length >= MinKeyChars && !Placeholders.Contains(key);

    /// <summary>Returns the forms of a key.</summary>
    public static IEnumerable<byte[]> From(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        yield return bytes;
        yield return [.. bytes.Reverse()];
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(bytes));
        for (var before = 0; before < Alignments; before++)
        {
            yield return Base64(bytes, before);
        }
    }

    /// <summary>The characters of base64 that do not depend on what stands around the key.</summary>
    private static byte[] Base64(byte[] key, int before)
    {
        const int BitsPerChar = 6;
        var text = Convert.ToBase64String((byte[])[.. new byte[before], .. key]);
        var first = (8 * before + BitsPerChar - 1) / BitsPerChar;
        var end = 8 * (before + key.Length) / BitsPerChar;
        return Encoding.ASCII.GetBytes(text[first..end]);
    }

    private static string? Password(string packed)
    {
        var bytes = new byte[packed.Length];
        return Convert.TryFromBase64String(packed, bytes, out var count)
            && Encoding.UTF8.GetString(bytes, 0, count).Split(':', 2) is [_, { Length: >= MinKeyChars } password] ? password : null;
    }
}
