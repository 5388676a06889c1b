namespace Eval.Harness.Replies;

/// <summary>The names of ranks as they are stored.</summary>
internal static class AnswerRanks
{
    public static string Name(this AnswerRank rank) => rank switch
    {
        AnswerRank.DeclaresEntryPoint => "declares_entry_point",
        AnswerRank.DeclaresMember => "declares_member",
        AnswerRank.CompletesPrompt => "completes_prompt",
        AnswerRank.Parses => "parses",
        _ => "unreadable",
    };
}
