using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Eval.Harness.Scoring.Canaries;

/// <summary>
/// Makes numbers up that look like expected ones: of the same sign, with as many digits and as many zeros at the end. They follow from a
/// secret and the task, so that all answers to a task see the same ones, and samples laid beside each other tell nothing.
/// </summary>
/// <param name="secret">What nobody outside of this process knows.</param>
internal sealed class DecoyNumbers(byte[] secret)
{
    private static readonly char[] NonZero = [.. "123456789"];

    /// <summary>Returns a number like another one; null where none can be made.</summary>
    /// <param name="task">The task.</param>
    /// <param name="like">The number whose form it has.</param>
    /// <param name="draw">Which one of many.</param>
    public CanaryConstant? Create(string task, CanaryConstant like, int draw)
    {
        if (like.Digits is not { } digits)
        {
            return null;
        }

        var random = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{task}\0{like.Type}\0{like.Text}\0{draw}"));
        var whole = digits.Split('.')[0].TrimStart('-').Length;
        var last = digits.LastIndexOfAny(NonZero);
        var text = new StringBuilder();
        foreach (var (index, c) in digits.Index())
        {
            // A number of several digits does not begin with a zero, and ends with as many as the other: round ones stand out.
            var isFirst = whole > 1 && index == (digits[0] == '-' ? 1 : 0);
            var least = isFirst || (index == last && digits.Length > 1) ? 1 : 0;
            var drawn = BinaryPrimitives.ReadUInt16LittleEndian(random.AsSpan(index * sizeof(ushort) % random.Length));
            text.Append(char.IsAsciiDigit(c) && (index <= last || last < 0) ? (char)('0' + least + (drawn % (10 - least))) : c);
        }

        return Fits(like.Type, text.ToString()) ? like with { Text = text + like.Text[digits.Length..] } : null;
    }

    private static bool Fits(string type, string digits) => type switch
    {
        "int" => int.TryParse(digits, out _),
        "uint" => uint.TryParse(digits, out _),
        "long" => long.TryParse(digits, out _),
        "ulong" => ulong.TryParse(digits, out _),
        _ => digits.Length < 16,
    };
}
