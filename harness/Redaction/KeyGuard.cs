using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Eval.Harness.Redaction;

/// <summary>
/// Takes the keys of this process out of whatever comes back from an endpoint, and remembers which endpoints repeat them. Thread-safe.
/// </summary>
internal sealed class KeyGuard
{
    /// <summary>What stands where a key was: plain in code, JSON, addresses and headers.</summary>
    public const string Marker = "KEY_REMOVED";

    private readonly KeyScanner _scanner;
    private readonly ConcurrentDictionary<string, int> _repeated = new(StringComparer.OrdinalIgnoreCase);

    private KeyGuard(KeyScanner scanner) => _scanner = scanner;

    /// <summary>The marker as bytes.</summary>
    public static ReadOnlySpan<byte> MarkerBytes => "KEY_REMOVED"u8;

    /// <summary>Told once for each endpoint that repeats a key, in a sentence.</summary>
    public Action<string>? Repeats { get; init; }

    /// <summary>Whether there is no key that could come back.</summary>
    public bool IsEmpty => _scanner.IsEmpty;

    /// <summary>How many keys each endpoint sent.</summary>
    public IReadOnlyDictionary<string, int> Repeated => _repeated;

    /// <summary>A guard of nothing.</summary>
    public static KeyGuard None() => From([]);

    /// <param name="secrets">The secrets that this process sends.</param>
    /// <param name="repeats">Told once for each endpoint that repeats one.</param>
    public static KeyGuard From(IEnumerable<Secret> secrets, Action<string>? repeats = null)
    {
        var keys = secrets.SelectMany(secret => KeyForms.KeysIn(secret.Reveal())).Where(KeyForms.IsSecret);
        return new KeyGuard(new KeyScanner([.. keys.Distinct(StringComparer.Ordinal).SelectMany(KeyForms.From)])) { Repeats = repeats };
    }

    /// <summary>Returns the first key in bytes, or where one may begin.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isEnd">Whether nothing follows them.</param>
    public KeyMatch Find(ReadOnlySpan<byte> bytes, bool isEnd) => _scanner.Find(bytes, isEnd);

    /// <summary>Returns a text without keys.</summary>
    /// <param name="text">The text.</param>
    /// <param name="endpoint">Who sent it.</param>
    public string Redact(string text, string endpoint)
    {
        if (IsEmpty || text.Length < KeyForms.MinKeyChars)
        {
            return text;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var clean = new ArrayBufferWriter<byte>(bytes.Length + Marker.Length);
        _ = Clean(bytes, isEnd: true, clean, out var found);
        Count(found, endpoint);
        return found == 0 ? text : Encoding.UTF8.GetString(clean.WrittenSpan);
    }

    /// <summary>Writes bytes without keys.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isEnd">Whether nothing follows them.</param>
    /// <param name="clean">Where they go.</param>
    /// <param name="found">How many keys there were.</param>
    /// <returns>How many of the bytes are done; those behind may be the beginning of a key.</returns>
    public int Clean(ReadOnlySpan<byte> bytes, bool isEnd, IBufferWriter<byte> clean, out int found)
    {
        found = 0;
        var done = 0;
        while (true)
        {
            var match = Find(bytes[done..], isEnd);
            var end = match.IsAny ? done + match.Start : bytes.Length;
            clean.Write(bytes[done..end]);
            if (!match.IsKey)
            {
                return end;
            }

            clean.Write(MarkerBytes);
            done += match.End;
            found++;
        }
    }

    /// <summary>Counts keys that an endpoint sent.</summary>
    public void Count(int found, string endpoint)
    {
        if (found > 0 && _repeated.AddOrUpdate(endpoint, found, (_, before) => before + found) == found)
        {
            Repeats?.Invoke($"{endpoint} repeats a key in what it sends; it stands nowhere: {Marker} is in its place. "
                + "Change the key where you do not know why that endpoint does so.");
        }
    }
}
