using System.Globalization;

namespace Hawser;

/// <summary>Who did something, and when. Times are kept to the second.</summary>
public sealed record Signature
{
    /// <summary>Creates a signature.</summary>
    public Signature(string name, string email, DateTimeOffset when)
    {
        if (name.AsSpan().ContainsAny("<>\n") || email.AsSpan().ContainsAny("<>\n") || name.Trim().Length == 0)
        {
            throw new HawserException($"'{name} <{email}>' cannot be used as a signature.");
        }

        Name = name.Trim();
        Email = email.Trim();
        When = DateTimeOffset.FromUnixTimeSeconds(when.ToUnixTimeSeconds()).ToOffset(when.Offset);
    }

    /// <summary>The name of the person.</summary>
    public string Name { get; }

    /// <summary>The address of the person; may be empty.</summary>
    public string Email { get; }

    /// <summary>The time, with the offset of the person's clock.</summary>
    public DateTimeOffset When { get; }

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    internal static Signature Parse(string text)
    {
        int open = text.IndexOf('<');
        int close = text.IndexOf('>');
        string[] time = close < 0 ? [] : text[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (open < 1
            || close < open
            || time.Length != 2
            || !long.TryParse(time[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds)
            || !int.TryParse(time[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int minutes))
        {
            throw new CorruptDataException($"'{text}' is no signature.");
        }

        DateTimeOffset when = DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromMinutes(minutes));
        return new Signature(text[..open].TrimEnd(), text[(open + 1)..close], when);
    }

    /// <summary>Name, address, seconds since 1970 and offset in minutes.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name} <{Email}> {When.ToUnixTimeSeconds()} {(int)When.Offset.TotalMinutes}");
}
