namespace Eval.Harness.Replies;

/// <summary>How strong the evidence is that a piece of a reply is the answer; the strongest wins, among equals the last.</summary>
internal enum AnswerRank
{
    /// <summary>It does not parse.</summary>
    Unreadable,

    /// <summary>
    /// It parses, and declares nothing that the tests ask for: a usage example, a test class, an interface, a signature alone.
    /// </summary>
    Parses,

    /// <summary>It continues the code of the prompt.</summary>
    CompletesPrompt,

    /// <summary>It declares what the tests call, without the type or inside of another one than the tests name.</summary>
    DeclaresMember,

    /// <summary>It declares what the tests call, in the type that they name where they name one.</summary>
    DeclaresEntryPoint,
}
