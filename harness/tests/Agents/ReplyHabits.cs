using Eval.Results.Records;
using static Eval.Harness.Tests.Agents.Script;

namespace Eval.Harness.Tests.Agents;

/// <summary>How models write the block with their command, and what they write instead of one.</summary>
internal static class ReplyHabits
{
    /// <summary>Has a file been written by half, what works is broken.</summary>
    private const string BreakIfHalf = "[ ! -e NOTES.md ] || grep -q '^The end' NOTES.md || " + Break;

    public static readonly IReadOnlyList<ScriptedAgent> All =
    [
        Habit("plain", FixIt, Submit),
        Habit("no-thoughts", Block(Fix), Block("submit")),
        Habit("long-thoughts", string.Concat(Enumerable.Repeat("Let me think about the totals again.\n", 2000)) + Block(Fix), Submit),
        Habit("tag-sh", Block(Fix, "sh"), Block("submit", "sh")),
        Habit("tag-shell", Block(Fix, "shell"), Block("submit", "shell")),
        Habit("tag-upper-case", Block(Fix, "BASH"), Block("submit", "Bash")),
        Habit("tag-with-title", Block(Fix, "bash title=\"fix\""), Block("submit", "bash {.numberLines}")),
        Habit("tag-missing-once", Block(Fix, ""), FixIt, Submit),
        Habit("tag-of-another-language", Block("print('a - b')", "python"), FixIt, Submit),
        Habit("fence-longer", Block(Fix, fence: "`````"), Submit),
        Habit("fence-tilde", Block(Fix, fence: "~~~"), Block("submit", fence: "~~~~")),
        Habit("fence-indented", "1. Resolve it:\n\n   ```bash\n   " + Fix + "\n   ```\n", Submit),
        Habit("fence-quoted", "> ```bash\n> " + Fix + "\n> ```\n", Submit),
        Habit("fence-on-one-line", "```bash " + Fix + " ```", FixIt, Submit),
        Habit("fence-glued-to-text", "I run it now:```bash\n" + Fix + "\n```", FixIt, Submit),
        Habit("fence-longer-around-fences", Block(WithFences("```"), fence: "````"), Run(BreakIfHalf), Submit),
        Habit("fence-tilde-around-fences", Block(WithFences("```"), fence: "~~~"), Run(BreakIfHalf), Submit),
        Habit("fences-in-here-document", Block(WithFences("```")), Run(BreakIfHalf), FixIt, Submit).Quick(),
        Habit("fences-between-quotes", Block("# don't\n" + Break + "; printf '%s' 'Use:\n```\nx\n```\n' > NOTES.md"), FixIt, Submit),
        Habit("output-behind-the-command", Block("# it's one line\n" + Fix) + "\nIt prints:\n```\nit's done\n```\n", Submit),
        Habit("tilde-fences-in-here-document", Block(WithFences("~~~")), Run(BreakIfHalf), Submit),
        Habit("carriage-returns", "Fix it.\r\n\r\n```bash\r\n" + Fix + "\r\n```\r\n", "Done.\r\n```bash\r\nsubmit\r\n```\r\n"),
        Habit("two-blocks", Block(Break) + "\n\n" + Block("ls"), FixIt, Submit),
        Habit("block-in-thinking", $"<think>I could clean up:\n{Block(Break)}\nNo.</think>\n" + Block(Fix), Submit),
        Habit("block-in-reasoning", new ScriptedReply { Reasoning = Block(Break), Text = Run(Fix) }, Submit),
        Habit("thinking-without-end", "<think>" + Block(Break), FixIt, Submit),
        Habit("chat-tokens", "<|assistant|>\n" + Block(Fix) + "<|im_end|>", Block("submit") + "<|eot_id|>"),
        Habit("chat-token-in-front-of-a-fence", "<|assistant|>" + Block(Fix), FixIt, Submit),
        Habit("comment-only", Run("# nothing to do yet"), FixIt, Submit),
        Habit("prompt-sign", Run("$ ls"), FixIt, Submit),
        Habit("call-of-a-tool-as-text", "<tool_call>{\"name\":\"bash\",\"arguments\":{\"command\":\"" + Break + "\"}}</tool_call>", FixIt,
            Submit),
        Habit("here-document-with-tabs", Run("cat > doc.txt <<-'EOF'\n\tone\n\tEOF\n" + Fix), Submit),
        Habit("submit-first", Submit).Ends(Verdict.NoCode, "submitted").Quick(),
        Habit("submit-in-echo", FixIt, Run("echo submit"), Submit),
        Habit("submit-with-blanks", FixIt, "```bash\n\n   submit  \n\n```"),
        Habit("submit-behind-the-fix", Run(Fix + "\nsubmit"), Submit),
        Habit("submit-and", Run(Fix + " && submit"), Submit),
        Habit("submit-twice", FixIt, Block("submit") + "\n" + Block("submit"), Submit),
        Habit("submit-in-words", FixIt, "I submit.").Ends(Verdict.Passed, "format_errors"),
        Habit("words-only", "The total should be positive, so the sign has to change.").Ends(Verdict.NoCode, "format_errors").Quick(),
        Habit("refusal-in-words", "I'm sorry, but I can't help with that.").Ends(Verdict.NoCode, "format_errors"),
        Habit("words-now-and-then", "Hm.", "Hm.", FixIt, "Hm.", "Hm.", Submit),
        Habit("wrong-fix", Run("sed -i 's/result -= amount/result = amount/' purse/total.py"), Submit)
            .Ends(Verdict.Unresolved, "submitted"),
        Habit("half-a-fix", Run("sed -i 's/return result/return -result - 1/' purse/total.py"), Submit)
            .Ends(Verdict.Unresolved, "submitted"),
        Habit("command-with-emoji", Run("printf 'h\u00e9 \U0001f600' > e.txt; [ \"$(wc -c < e.txt)\" = 8 ] || " + Break), FixIt, Submit),
        Habit("command-with-odd-line-ends", Run("printf 'a\u2028b\u2029c\u0085d\fe' > odd.txt; [ \"$(wc -c < odd.txt)\" = 14 ] || "
            + Break), FixIt, Submit).Quick(),
        Habit("command-with-escapes", Run("printf '\u001b[31m \u0007' > esc.txt; " + Fix), Submit),
        Habit("command-with-an-open-quote", Run("echo \"unclosed\n" + Fix), Run("if then"), FixIt, Submit),
        Habit("command-of-120-kb", Run(LongCommand(120)), Submit),
        Habit("command-of-200-kb", Run(LongCommand(200)), Submit).Quick(),
        Habit("command-of-2-mb", Run(LongCommand(2000)), Submit),
        Habit("command-with-nul", Run("printf 'a\0b' > nul.txt"), FixIt, Submit).Quick(),
        Habit("command-with-half-a-character", ScriptedReply.StreamOf("```bash\\necho '\\ud800' > lone.txt\\n```"), FixIt, Submit),
        Habit("reply-that-is-not-utf-8", ScriptedReply.StreamOf("```bash\\necho '\u00ff\u00fe' > bad.txt\\n```"), FixIt, Submit),
    ];

    /// <summary>A command that writes a file with a fenced block in it.</summary>
    private static string WithFences(string fence) =>
        $"cat > NOTES.md <<'EOF'\nSum amounts:\n{Block("total([1, 2])", "python", fence)}\nThe end.\nEOF\n{Fix}";

    private static string LongCommand(int kilobytes) =>
        "cat > data.txt <<'EOF'\n" + string.Concat(Enumerable.Repeat(new string('x', 63) + "\n", kilobytes * 16)) + "EOF\n"
            + $"[ \"$(wc -c < data.txt)\" = {kilobytes * 1024} ] && " + Fix;
}
