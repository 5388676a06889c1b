using Eval.Results.Records;
using static Eval.Harness.Tests.Agents.Script;

namespace Eval.Harness.Tests.Agents;

/// <summary>Replies that end too early or hold nothing. What was cut is not run: each of them would break what works.</summary>
internal static class CutReplies
{
    private const string Half = "cat > purse/total.py <<'EOF'\ndef total(amounts):\n    return sum(amounts)\n\n\ndef change(pa";

    public static readonly IReadOnlyList<ScriptedAgent> All =
    [
        Endpoint("cut-rm", FixIt, Cut("Clean up.\n\n```bash\n" + Break), Submit).Quick(),
        Endpoint("cut-sed", FixIt, Cut("```bash\nsed -i 's/def change/def /' purse/total.py # and then the na"), Submit),
        Endpoint("cut-here-document", FixIt, Cut("```bash\n" + Half), Submit),
        Endpoint("cut-and-open-without-a-reason", FixIt, "Clean up.\n\n```bash\n" + Break, Submit).Quick(),
        Endpoint("cut-here-document-without-a-reason", FixIt, "```bash\n" + Half, Submit),
        Endpoint("cut-within-a-longer-fence", FixIt, "````bash\n" + Break + "\n```\n", Submit),
        Endpoint("cut-behind-the-block", FixIt, Cut(Block(Break) + "\nThen I will run the te"), Submit),
        Endpoint("cut-before-the-block", FixIt, Cut("Let me think about that at len"), Submit),
        Endpoint("cut-in-thinking", FixIt, Cut("<think>Perhaps " + Block(Break) + " or"), Submit),
        Endpoint("cut-in-other-words", FixIt, Cut("```bash\n" + Break, "MAX_TOKENS"), Cut("```bash\n" + Break, "model_length"), Submit),
        Endpoint("cut-always", FixIt, Cut("```bash\n" + Break)).Ends(Verdict.Passed, "format_errors"),
        Endpoint("cut-before-submit", FixIt, Cut("```bash\nsubmit"), Submit),
        Endpoint("empty-reply", FixIt, "", Submit),
        Endpoint("blank-reply", FixIt, " \n\n ", Submit),
        Endpoint("empty-replies-only", FixIt, "").Ends(Verdict.Passed, "format_errors"),
        Endpoint("empty-from-the-start", "").Ends(Verdict.NoCode, "format_errors"),
        Endpoint("reasoning-only", FixIt, new ScriptedReply { Reasoning = "Is it done? I think so." }, Submit),
        Endpoint("reasoning-only-always", new ScriptedReply { Reasoning = "Is it done? I think so." })
            .Ends(Verdict.NoCode, "format_errors"),
        Endpoint("reasoning-up-to-the-limit", FixIt, new ScriptedReply { Reasoning = Block(Break), FinishReason = "length" }, Submit),
        Endpoint("call-of-a-tool", FixIt, new ScriptedReply { ToolCall = "{\"command\":\"" + Break + "\"}", FinishReason = "tool_calls" },
            Submit),
        Endpoint("calls-of-tools-only", new ScriptedReply { ToolCall = "{\"command\":\"ls\"}", FinishReason = "tool_calls" })
            .Ends(Verdict.NoCode, "format_errors"),
        Endpoint("unknown-finish-reason", new ScriptedReply { Text = Run(Fix), FinishReason = "eos_reached_v2" }, Submit),
        Endpoint("no-finish-reason", new ScriptedReply { Text = Run(Fix), FinishReason = null }, Submit),
        Endpoint("finish-reason-error-once", FixIt, new ScriptedReply { Text = "Cl", FinishReason = "error" }, Submit),
        Endpoint("strict-about-empty-replies", FixIt, "", new ScriptedReply { Reasoning = "Hm." }, Submit)
            .Refusing("messages: text content blocks must be non-empty for role assistant", EndpointRule.HasEmptyAssistant).Quick(),
        Endpoint("strict-about-blank-replies", FixIt, " \n ", Submit)
            .Refusing("each message needs content that is not blank", EndpointRule.HasEmptyMessage),
        Endpoint("strict-about-turns", FixIt, "", "Hm.", Submit)
            .Refusing("Roles of the conversation must alternate user/assistant/user/assistant", EndpointRule.RolesDoNotAlternate).Quick(),
        Endpoint("strict-about-silent-commands", FixIt, Run("true"), Run("printf ' '"), Submit)
            .Refusing("content must not be empty", EndpointRule.HasEmptyMessage),
    ];

    private static ScriptedReply Cut(string text, string reason = "length") => new() { Text = text, FinishReason = reason };
}
