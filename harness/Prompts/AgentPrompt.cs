using System.Globalization;
using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Prompts;

/// <summary>What an agent is told. A change here changes every result: raise <see cref="PromptBuilder.Version"/> with it.</summary>
internal static class AgentPrompt
{
    /// <summary>The command that ends an attempt.</summary>
    public const string Submit = "submit";

    /// <summary>The exit code that shells give a process that SIGKILL ended.</summary>
    private const int Killed = 137;

    public static IReadOnlyList<ChatMessage> Begin(IssueTask task) => [new("system", System), new("user", UserMessage(task))];

    public static string UserMessage(IssueTask task) =>
        $"""
        Resolve this issue of the repository in {Workspace.Folder}.

        <issue>
        {task.Prompt.Trim()}
        </issue>

        Change the repository's source so that the issue is resolved and everything that works keeps working. Hidden tests decide. Do not change
        existing tests. There is no network.
        """;

    private const string System =
        $"""
        You are a programmer who works in a shell. Each of your replies holds a short thought and exactly one command in one fenced block:

        ```bash
        your command
        ```

        It is run with bash in {Workspace.Folder}, each time in a fresh shell: variables and 'cd' do not last, files do. Nothing that a command starts
        outlives it. You are then told its exit code and output. Write files with here-documents, sed or git apply; interactive programs do not
        work. Where a command itself holds lines that begin with ```, open and close its block with a longer fence, for instance ````bash and ````.
        When the issue is resolved, reply with this command alone:

        ```bash
        {Submit}
        ```

        What has changed in {Workspace.Folder} is then your patch.
        """;

    public static string Observation(CommandResult result, AgentOptions options)
    {
        var end = result.ExitCode == Killed
                ? $"Exit code: {Killed}. It was killed, most likely for want of memory, which files in {Workspace.Folder} and /tmp "
                + "take too."
            : result.IsTimedOut ? string.Create(CultureInfo.InvariantCulture, $"It was ended after {options.CommandTime.TotalSeconds:0} s.")
            : result.IsOutputExceeded ? "It was ended because it printed too much."
            : $"Exit code: {result.ExitCode}";
        return JsonText.Whole($"{end}\n<output>\n{Shortened(result.Output, options.ShownChars)}\n</output>");
    }

    /// <summary>Keeps beginning and end, where what matters mostly is.</summary>
    private static string Shortened(string text, int chars) => text.Length <= chars
        ? text.TrimEnd()
        : $"{text[..(chars / 2)]}\n[… {text.Length - chars} letters left out; show less at a time, for instance with head, tail or "
        + $"grep …]\n{text[^(chars / 2)..].TrimEnd()}";
}
