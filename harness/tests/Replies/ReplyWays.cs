using System.Net;

namespace Eval.Harness.Tests.Replies;

/// <summary>Ways in which chat models, base models and their servers wrap a program.</summary>
internal static class ReplyWays
{
    private const string Before = "Sure! Here's a solution that walks over the values once:";
    private const string After =
        "It's linear: each value is looked at once, so O(n) time and O(1) space. Let me know if you'd like more tests!";

    public static IReadOnlyDictionary<string, Func<ReplyProgram, string>> All { get; } = new Dictionary<string, Func<ReplyProgram, string>>
    {
        ["fence"] = p => Fence(p.Tag, p.Code),
        ["fence without tag"] = p => Fence("", p.Code),
        ["other tag of the language"] = p => Fence(p.Tags[1], p.Code),
        ["third tag of the language"] = p => Fence(p.Tags[2], p.Code),
        ["foreign tag"] = p => $"{Before}\n\n{Fence("bash", p.Code)}\n{After}",
        ["tag with title"] = p => $"```{p.Tag} title=\"answer\"\n{p.Code}\n```",
        ["tildes"] = p => $"{Before}\n\n~~~{p.Tag}\n{p.Code}\n~~~\n",
        ["text before and after"] = p => $"{Before}\n\n{Fence(p.Tag, p.Code)}\n{After}\n",
        ["windows line ends"] = p => $"{Before}\n\n{Fence(p.Tag, p.Code)}\n{After}\n".ReplaceLineEndings("\r\n"),
        ["unclosed"] = p => $"{Before}\n\n```{p.Tag}\n{p.Code}",
        ["four backticks"] = p => $"{Before}\n\n````{p.Tag}\n{p.Code}\n````\n",
        ["markdown in a fence"] = p => $"````markdown\n{Before}\n\n{Fence(p.Tag, p.Code)}\n{After}\n````",
        ["list item"] = p => $"1. {Before}\n\n{Indent(Fence(p.Tag, p.Code), "   ")}\n2. {After}\n",
        ["list item indented by tab"] = p => $"1. {Before}\n\n{Indent(Fence(p.Tag, p.Code), "\t")}\n",
        ["quote"] = p => Indent($"{Before}\n\n{Fence(p.Tag, p.Code)}", "> ", blankToo: true),
        ["opening glued"] = p => $"Here is the code:```{p.Tag}\n{p.Code}\n```\n{After}",
        ["closing glued"] = p => $"{Before}\n\n```{p.Tag}\n{p.Code.TrimEnd()}```\n{After}",
        ["text behind the closing fence"] = p => $"```{p.Tag}\n{p.Code}\n``` {After}",
        ["loose"] = p => p.Code,
        ["loose with text"] = p => $"{Before}\n\n{p.Code}\n\n{After}\n",
        ["loose with heading"] = p => $"## Solution\n\n{p.Code}\n\n### Explanation\n\n- {After}\n- **Note**: nothing else is needed.\n",
        ["loose and indented"] = p => $"{Before}\n\n{Indent(p.Code, "    ")}\n\n{After}\n",
        ["loose and a closing fence"] = p => $"{p.Code}\n```",
        ["loose, a closing fence and text"] = p => $"{p.Code}\n```\n\n{After}\n",
        ["loose, a closing fence and usage"] = p => $"{p.Code}\n```\n\nExample:\n\n{Fence(p.Tag, p.Usage)}",
        ["end of text"] = p => $"{Fence(p.Tag, p.Code).TrimEnd()}<|im_end|>",
        ["end of text, loose"] = p => $"{p.Code}\n<|endoftext|>",
        ["end of text and another turn"] = p => $"{Fence(p.Tag, p.Code)}</s>\n<s>[INST] And now? [/INST]\n\n{Fence(p.Tag, p.Draft)}",
        ["header of a turn"] = p => $"<|im_start|>assistant\n{Before}\n\n{Fence(p.Tag, p.Code)}\n<|im_end|>",
        ["code in brackets"] = p =>
            $"[{(p.IsPython ? "PYTHON" : "CODE")}]\n{p.Code}\n[/{(p.IsPython ? "PYTHON" : "CODE")}]\n[TESTS]\nassert False\n[/TESTS]\n",
        ["code tag"] = p => $"{Before}\n<code>\n{p.Code}\n</code>\n{After}",
        ["markup"] = p => $"{Before}\n<pre><code class=\"language-{p.Tag}\">{WebUtility.HtmlEncode(p.Code)}</code></pre>\n{After}",
        ["answer tag"] = p => $"<answer>\n{Fence(p.Tag, p.Code)}\n</answer>",
        ["solution tag, loose"] = p => $"<solution>\n{p.Code}\n</solution>\n",
        ["usage behind"] = p => $"{Before}\n\n{Fence(p.Tag, p.Code)}\nYou can use it like this:\n\n{Fence(p.Tag, p.Usage)}\n{After}",
        ["usage in front"] = p => $"It will be called so:\n\n{Fence(p.Tag, p.Usage)}\n{Before}\n\n{Fence(p.Tag, p.Code)}",
        ["two usages and output"] = p =>
            $"{Fence(p.Tag, p.Code)}\nUsage:\n\n{Fence(p.Tag, p.Usage)}\nOr:\n\n{Fence("", p.Usage)}\n"
                + $"Output:\n\n{Fence("", "[1, 2, 3]\nTrue")}",
        ["tests behind"] = p => $"{Fence(p.Tag, p.Code)}\nAnd tests:\n\n{Fence(p.Tag, p.Tests)}",
        ["doctest behind"] = p => $"{Fence(p.Tag, p.Code)}\n\n{Fence(p.Tag, $">>> {p.Name}(1)\n1\n>>> {p.Name}([])\n[]")}",
        ["signature in front"] = p => $"The signature:\n\n{Fence(p.Tag, p.Signature)}\n{Before}\n\n{Fence(p.Tag, p.Code)}",
        ["signature behind"] = p => $"{Fence(p.Tag, p.Code)}\nThe signature stays:\n\n{Fence(p.Tag, p.Signature)}",
        ["shell around"] = p => $"{Fence("bash", "pip install numpy")}\n{Fence(p.Tag, p.Code)}\n{Fence("bash", "python answer.py")}",
        ["data behind"] = p =>
            $"{Fence(p.Tag, p.Code)}\n{Fence("json", "{\"values\": [1, 2], \"result\": null}")}\n{Fence("text", "done")}",
        ["difference behind"] = p =>
            $"{Fence(p.Tag, p.Code)}\nCompared with the naive way:\n\n{Fence("diff", "-    return 'draft'\n+    return result")}",
        ["draft and correction"] = p =>
            $"{Fence(p.Tag, p.Draft)}\nWait, that fails for empty input. Corrected:\n\n{Fence(p.Tag, p.Code)}\n{After}",
        ["loose draft and fenced correction"] = p => $"First idea:\n\n{p.Draft}\nThat's not it.\n\n{Fence(p.Tag, p.Code)}",
        ["think"] = p => $"<think>\nMaybe:\n{Fence(p.Tag, p.Draft)}\nno.\n</think>\n\n{Fence(p.Tag, p.Code)}",
        ["think, loose answer"] = p => $"<think>\nMaybe:\n{Fence(p.Tag, p.Draft)}\nno.\n</think>\n\n{p.Code}",
        ["think without beginning"] = p =>
            $"Okay, so maybe:\n{Fence(p.Tag, p.Draft)}\nHm, no.\n</think>\n\n{Before}\n\n{Fence(p.Tag, p.Code)}",
        ["thinking with an open fence"] = p => $"<thinking>\nMaybe:\n```{p.Tag}\n{p.Draft}\nno, wait\n</thinking>\n{Fence(p.Tag, p.Code)}",
        ["thought"] = p => $"<thought>\n{p.Draft}\n</thought>\n{p.Code}",
        ["reasoning"] = p => $"<reasoning>I could write\n{p.Draft}\nbut that is wrong.</reasoning>\n{Fence(p.Tag, p.Code)}",
        ["think in brackets"] = p => $"[THINK]\n{Fence(p.Tag, p.Draft)}\n[/THINK]{Fence(p.Tag, p.Code)}",
        ["think in triangles"] = p => $"◁think▷{p.Draft}◁/think▷{Before}\n\n{Fence(p.Tag, p.Code)}",
        ["thought and solution tokens"] = p =>
            $"<|begin_of_thought|>\n{Fence(p.Tag, p.Draft)}\n<|end_of_thought|>\n"
                + $"<|begin_of_solution|>\n{Fence(p.Tag, p.Code)}\n<|end_of_solution|>",
        ["channels"] = p =>
            $"<|channel|>analysis<|message|>Draft:\n{p.Draft}<|end|>"
                + $"<|start|>assistant<|channel|>final<|message|>{Before}\n\n{Fence(p.Tag, p.Code)}<|return|>",
        ["channels without tokens"] = p => $"analysisWe need code. Draft:\n{p.Draft}assistantfinal{Fence(p.Tag, p.Code)}",
        ["imports apart"] = p => Apart(p) is var (imports, rest) && imports.Length > 0
            ? $"Imports:\n\n{Fence(p.Tag, imports)}\nCode:\n\n{Fence(p.Tag, rest)}" : Fence(p.Tag, p.Code),
    };

    private static string Fence(string tag, string code) => $"```{tag}\n{code.TrimEnd('\n')}\n```\n";

    private static string Indent(string text, string prefix, bool blankToo = false) =>
        string.Join('\n', text.Split('\n').Select(line => line.Trim().Length == 0 && !blankToo ? line : prefix + line));

    /// <summary>Parts a program behind its last leading import.</summary>
    private static (string Imports, string Others) Apart(ReplyProgram program)
    {
        var lines = program.Code.Split('\n');
        var count = lines.TakeWhile(line => line.Trim().Length == 0 || line.StartsWith("import ", StringComparison.Ordinal)
            || line.StartsWith("from ", StringComparison.Ordinal) || line.StartsWith("using ", StringComparison.Ordinal)).Count();
        return (string.Join('\n', lines.Take(count)).Trim('\n'), string.Join('\n', lines.Skip(count)));
    }
}
