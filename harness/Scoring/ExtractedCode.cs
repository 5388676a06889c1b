namespace Eval.Harness.Scoring;

/// <summary>The code that was chosen from a reply.</summary>
/// <param name="Code">The answer, a whole source file; empty when there is none.</param>
/// <param name="Found">What was found.</param>
internal sealed record ExtractedCode(string Code, CodeFound Found)
{
    /// <summary>The type that holds the entry point, and where its keyword stands in <see cref="Code"/>; null when it was not found.</summary>
    public HostType? Host { get; init; }

    /// <summary>Whether the code was beyond what the parser bears.</summary>
    public bool IsBeyondParser { get; init; }

    /// <summary>Using directives of the task's prompt that the answer may rely on.</summary>
    public string PromptUsings { get; init; } = "";
}
