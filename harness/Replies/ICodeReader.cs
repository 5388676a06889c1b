namespace Eval.Harness.Replies;

/// <summary>Sees the shape of code without running it and without a parser of its language.</summary>
internal interface ICodeReader
{
    /// <summary>Reads code up to its first mistake.</summary>
    CodeOutline Read(string text);

    /// <summary>Whether code may begin with this line of a text.</summary>
    bool Begins(string line);

    /// <summary>Whether code may continue this prompt instead of standing alone.</summary>
    bool Continues(string prompt, string code);
}
