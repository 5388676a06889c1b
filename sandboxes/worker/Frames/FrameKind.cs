namespace Eval.Sandboxes.Worker.Frames;

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

    /// <summary>The worker could not get ready; says nothing about the answer, and counts only before <see cref="Begun"/>.</summary>
    public const byte Broken = 10;

    /// <summary>From here on the answer's code may run, and may have written whatever comes.</summary>
    public const byte Begun = 11;

    /// <summary>The body is an answer to hold while its tests run in another process.</summary>
    public const byte Host = 12;

    /// <summary>The body is the tests of an answer that another process holds.</summary>
    public const byte Check = 13;

    /// <summary>A message between the two, which the host passes on.</summary>
    public const byte Message = 14;

    /// <summary>The answer has no member that the tests call.</summary>
    public const byte Missing = 15;

    /// <summary>Some equality was decided by code that the answer wrote for it.</summary>
    public const byte EqualityByAnswer = 16;

    /// <summary>Which of several values a test found equal.</summary>
    public const byte Canary = 17;

    /// <summary>What the tests print.</summary>
    public const byte Printed = 18;

    /// <summary>The tests are over: be ready for others, or end.</summary>
    public const byte Rest = 19;

    /// <summary>Something of the tests is left, or there were enough of them: no others can run there.</summary>
    public const byte Spent = 20;
}
