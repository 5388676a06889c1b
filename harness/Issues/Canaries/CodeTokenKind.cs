namespace Eval.Harness.Issues.Canaries;

/// <summary>What a piece of a source is, as far as it matters for literals.</summary>
internal enum CodeTokenKind
{
    Name,
    Number,

    /// <summary>A string whose text is what stands there.</summary>
    Text,

    /// <summary>One character: a bracket, a comma, a part of an operator.</summary>
    Mark,

    /// <summary>What is not looked into: a string with expressions in it, a regular expression.</summary>
    Opaque,
}
