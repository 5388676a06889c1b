namespace Eval.Harness.Redaction;

/// <summary>Where a key stands in bytes, or may have begun to.</summary>
/// <param name="Start">The first byte of it.</param>
/// <param name="End">The byte behind it; of a key that may go on, the end of the bytes.</param>
/// <param name="IsKey">Whether it is one; else what follows decides.</param>
/// <param name="IsBuffered">Whether so much of a key stands there already that no more may be passed on before it is decided.</param>
internal readonly record struct KeyMatch(int Start, int End, bool IsKey, bool IsBuffered)
{
    /// <summary>Whether anything was found.</summary>
    public bool IsAny => IsKey || IsOpen;

    /// <summary>Whether what follows decides.</summary>
    public bool IsOpen { get; private init; }

    public static KeyMatch None { get; }

    public static KeyMatch Key(int start, int end) => new(start, end, IsKey: true, IsBuffered: true);

    public static KeyMatch Open(int start, int end, bool isBuffered) => new(start, end, IsKey: false, isBuffered) { IsOpen = true };

    /// <summary>Returns two that are undecided as one.</summary>
    public KeyMatch Or(KeyMatch other) => !IsAny ? other : !other.IsAny ? this
        : Open(Math.Min(Start, other.Start), Math.Max(End, other.End), IsBuffered || other.IsBuffered);
}
