using System.Security.Cryptography;
using System.Text;

namespace Hawser;

/// <summary>The name of a stored object: forty hexadecimal digits computed from its kind and content.</summary>
public readonly record struct ObjectId : IComparable<ObjectId>
{
    /// <summary>The number of hexadecimal digits of an id.</summary>
    public const int DigitCount = 40;

    private readonly string? _digits;

    private ObjectId(string digits) => _digits = digits;

    /// <summary>True for the default value, which names nothing.</summary>
    public bool IsNone => _digits is null;

    /// <summary>The first eight digits, for people to read.</summary>
    public string Short => ToString()[..8];

    /// <summary>Reads an id of full length.</summary>
    public static ObjectId Parse(string text) =>
        TryParse(text, out ObjectId id) ? id : throw new CorruptDataException($"'{text}' is no object id.");

    /// <summary>Reads an id of full length, if the text is one.</summary>
    public static bool TryParse(string text, out ObjectId id)
    {
        bool valid = text.Length == DigitCount && text.All(IsDigit);
        id = valid ? new ObjectId(text) : default;
        return valid;
    }

    /// <summary>Computes the id of an object.</summary>
    internal static ObjectId Compute(string kind, string content)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"{kind} {content.Length}\0{content}");
        return new ObjectId(Convert.ToHexStringLower(SHA256.HashData(bytes))[..DigitCount]);
    }

    /// <summary>Tells whether a character may stand in an id.</summary>
    internal static bool IsDigit(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'f');

    /// <summary>Tells whether the id begins with the given digits.</summary>
    internal bool StartsWith(string digits) => ToString().StartsWith(digits, StringComparison.Ordinal);

    /// <inheritdoc />
    public int CompareTo(ObjectId other) => string.CompareOrdinal(_digits, other._digits);

    /// <inheritdoc />
    public override string ToString() => _digits ?? new string('0', DigitCount);
}
