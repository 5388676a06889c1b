namespace Eval.Harness.Replies;

/// <summary>The kinds of token.</summary>
internal enum CodeTokenKind
{
    /// <summary>A name or keyword.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string, template or regular expression.</summary>
    String,

    /// <summary>An operator, bracket or other mark.</summary>
    Operator,

    /// <summary>A char that stands in no code.</summary>
    Invalid,
}
