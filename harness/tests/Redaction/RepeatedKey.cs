using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Harness.Redaction;

namespace Eval.Harness.Tests.Redaction;

/// <summary>
/// A key as endpoints repeat it, and a judge of its own, made of the library's decoders, of whether anybody could read it from what came
/// out.
/// </summary>
internal static partial class RepeatedKey
{
    public const string Key = "sk-test_9f3K/Zq+7Lw2xBv8Td";

    public static readonly Secret Secret = new(Key);

    private static readonly Random Random = new(7);

    /// <summary>The forms by name; none holds a character that JSON would have to escape further, but backslashes that it reads.</summary>
    public static IReadOnlyDictionary<string, string> Forms { get; } = new Dictionary<string, string>
    {
        ["plain"] = Key,
        ["with its scheme"] = "Bearer " + Key,
        ["within a word"] = "key=" + Key + "9",
        ["capitals"] = Key.ToUpperInvariant(),
        ["reversed"] = Reversed(Key),
        ["hex"] = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Key)),
        ["HEX"] = Convert.ToHexString(Encoding.UTF8.GetBytes("Bearer " + Key)),
        ["base64"] = Base64(Key),
        ["base64 with its scheme"] = Base64("Bearer " + Key),
        ["base64 second place"] = Base64("a" + Key + "b"),
        ["base64 third place"] = Base64("ab" + Key + "cd"),
        ["base64url"] = Base64("Bearer " + Key).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ["percent"] = string.Concat(Key.Select(letter => $"%{(int)letter:x2}")),
        ["percent partly"] = string.Concat(Key.Select(letter => Random.Next(2) == 0 ? $"%{(int)letter:X2}" : $"{letter}")),
        ["percent twice"] = string.Concat(Key.Select(letter => $"%25{(int)letter:x2}")),
        ["percent of base64"] = Uri.EscapeDataString(Base64(Key)),
        ["json"] = string.Concat(Key.Select(letter => $"\\u{(int)letter:x4}")),
        ["json partly"] = string.Concat(Key.Select(letter => letter == '/' ? "\\/" : Random.Next(3) == 0
            ? $"\\u{(int)letter:X4}" : $"{letter}")),
        ["json within json"] = string.Concat(Key.Select(letter => $"\\\\u{(int)letter:x4}")),
        ["json of reversed"] = string.Concat(Reversed(Key).Select(letter => $"\\u{(int)letter:x4}")),
        ["entities"] = string.Concat(Key.Select(letter => $"&#{(int)letter};")),
        ["hex entities partly"] = string.Concat(Key.Select(letter => Random.Next(2) == 0 ? $"&#x{(int)letter:X};" : $"{letter}")),
        ["last letter alone escaped"] = Key[..^1] + $"\\u{(int)Key[^1]:x4}",
    };

    /// <summary>Returns the layer at which a text shows the key; null where nobody can read it.</summary>
    public static string? Leak(string text)
    {
        var layers = new HashSet<string> { text };
        for (var depth = 0; depth < 4; depth++)
        {
            foreach (var layer in layers.ToList())
            {
                layers.Add(Unicode().Replace(layer, match => $"{(char)Convert.ToInt32(match.Groups[1].Value, 16)}")
                    .Replace("\\/", "/", StringComparison.Ordinal));
                layers.Add(layer.Replace("\\\\", "\\", StringComparison.Ordinal));
                layers.Add(Uri.UnescapeDataString(layer));
                layers.Add(WebUtility.HtmlDecode(layer));
            }
        }

        return layers.FirstOrDefault(IsReadable);
    }

    private static bool IsReadable(string text) =>
        text.Contains(Key, StringComparison.OrdinalIgnoreCase) || text.Contains(Reversed(Key), StringComparison.OrdinalIgnoreCase)
        || text.Contains(Convert.ToHexString(Encoding.UTF8.GetBytes(Key)), StringComparison.OrdinalIgnoreCase)
        || Packed().Matches(text).Any(match => Enumerable.Range(0, 4).Any(skip => HoldsKey(match.Value, skip)));

    private static bool HoldsKey(string run, int skip)
    {
        var packed = run[Math.Min(skip, run.Length)..].Replace('-', '+').Replace('_', '/');
        packed = packed[..(packed.Length / 4 * 4)];
        return packed.Length > 0 && Encoding.Latin1.GetString(Convert.FromBase64String(packed))
            .Contains(Key[..^2], StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Reversed(string text) => new([.. text.Reverse()]);

    /// <summary>All texts of the events of a stream, put together as clients do.</summary>
    public static string Together(string events)
    {
        var text = new Dictionary<string, StringBuilder>();
        foreach (var line in events.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)))
        {
            using var json = JsonDocument.Parse(line["data: ".Length..]);
            if (!json.RootElement.TryGetProperty("choices", out var choices))
            {
                continue;
            }

            foreach (var choice in choices.EnumerateArray())
            {
                foreach (var part in (choice.TryGetProperty("delta", out var delta) ? delta : choice.GetProperty("message"))
                    .EnumerateObject())
                {
                    var name = $"{choice.GetProperty("index")} {part.Name}";
                    (text.TryGetValue(name, out var all) ? all : text[name] = new StringBuilder())
                        .Append(part.Value.ValueKind == JsonValueKind.Array ? Arguments(part.Value) : part.Value.ToString());
                }
            }
        }

        return string.Join('\n', text.Values);
    }

    private static string Arguments(JsonElement calls) => string.Concat(calls.EnumerateArray()
        .Select(call => call.TryGetProperty("function", out var function)
            ? function.GetProperty("arguments").GetString() : call.GetProperty("text").GetString()));

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Unicode();

    [GeneratedRegex("[A-Za-z0-9+/_-]{12,}")]
    private static partial Regex Packed();
}
