namespace Eval.Sandboxes.Roslyn;

/// <summary>The kinds of frame between host and worker.</summary>
internal static class FrameKind
{
    public const byte Ready = 1;
    public const byte Run = 2;
    public const byte Value = 3;
    public const byte Exception = 4;
    public const byte Held = 5;
    public const byte Failed = 6;
    public const byte End = 7;
    public const byte Fault = 8;
    public const byte TooMuch = 9;

    /// <summary>The worker could not get ready; says nothing about the answer.</summary>
    public const byte Broken = 10;

    /// <summary>Which of several values a test found equal.</summary>
    public const byte Canary = 11;
}
