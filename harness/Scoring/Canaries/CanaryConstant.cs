using System.Globalization;

namespace Eval.Harness.Scoring.Canaries;

/// <summary>An expected value of a test that stands there as a constant.</summary>
/// <param name="Type">Its C# type.</param>
/// <param name="Text">The constant as it is written.</param>
/// <param name="MinDistance">By how much another number must differ from it for the assertion to tell the two apart; 0 for any
/// difference.</param>
internal sealed record CanaryConstant(string Type, string Text, double MinDistance = 0)
{
    private static readonly char[] Suffixes = [.. "LlUuDdFfMm"];
    private static readonly HashSet<string> Numbers = ["int", "long", "uint", "ulong", "double", "float", "decimal"];

    /// <summary>Gets what may stand beside it.</summary>
    public (string Type, double MinDistance) Kind => (Type, MinDistance);

    /// <summary>Gets the digits and the sign; null for what is no number that is written out in full.</summary>
    public string? Digits => Numbers.Contains(Type) && Text.TrimEnd(Suffixes) is var digits
        && digits.All(c => char.IsAsciiDigit(c) || c is '-' or '.')
        ? digits
        : null;

    /// <summary>Returns whether an assertion tells the two apart.</summary>
    public bool DiffersFrom(CanaryConstant other) => (Number, other.Number) is ({ } own, { } its)
        ? MinDistance > 0 ? Math.Abs(own - its) > MinDistance : Text != other.Text && own != its
        : Text != other.Text;

    private double? Number => double.TryParse(Digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
