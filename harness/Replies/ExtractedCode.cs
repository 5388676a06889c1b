using System.Text;

namespace Eval.Harness.Replies;

/// <summary>The code that was chosen from a reply.</summary>
/// <param name="Code">The answer, a whole source file; empty when there is none.</param>
/// <param name="Rank">Why it was chosen.</param>
internal sealed record ExtractedCode(string Code, AnswerRank Rank)
{
    public CodeFound Found { get; init; }

    /// <summary>Gets how many pieces of the reply could have been the answer.</summary>
    public int Candidates { get; init; }

    /// <summary>Gets further source files of the answer; for C# only.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>
    /// Gets the type that holds the entry point, and where its keyword stands in <see cref="Code"/>; null when it was not found.
    /// </summary>
    public HostType? Host { get; init; }

    /// <summary>Gets the types that the answer declares in namespaces of its own.</summary>
    public IReadOnlyList<AnswerType> Types { get; init; } = [];

    /// <summary>Gets whether the code was beyond what the parser can handle.</summary>
    public bool IsBeyondParser { get; init; }

    /// <summary>Gets the using directives of the task's prompt that the answer may rely on.</summary>
    public string PromptUsings { get; init; } = "";

    /// <summary>
    /// Gets what the answer may be instead where the language's own parser refuses <see cref="Code"/>, the next best first. What reads
    /// pieces here takes no more than a look; only the sandbox has that parser.
    /// </summary>
    public IReadOnlyList<ExtractedCode> Alternatives { get; init; } = [];

    /// <summary>Gets the answer as one text; several files stand below headers by which they are parted again.</summary>
    public string Text
    {
        get
        {
            if (Others.Count == 0)
            {
                return Code;
            }

            var text = new StringBuilder();
            foreach (var (index, source) in Others.Append(Code).Index())
            {
                text.Append($"// Answer{index + 1}.cs\n").Append(source.TrimEnd()).Append("\n\n");
            }

            return text.ToString();
        }
    }
}
