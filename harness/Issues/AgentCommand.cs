using Eval.Harness.Models;
using Eval.Harness.Prompts;
using Eval.Harness.Replies;
using Eval.Results.Records;

namespace Eval.Harness.Issues;

/// <summary>
/// What a reply of an agent asks to be run. Where it is not certain what was meant, that is nothing, and the model is told why.
/// </summary>
/// <param name="Text">The command; null where nothing is run.</param>
/// <param name="Problem">What the model is told instead; empty where there is a command.</param>
internal sealed record AgentCommand(string? Text, string Problem)
{
    private const string Cut =
        "Your reply was cut at the token limit before its command ended, so nothing was run. Think less and send one short command in one "
        + "```bash block.";

    private const string Filtered =
        "Your reply was cut by a content filter, so nothing was run. Send one command in one ```bash block.";

    private const string Longer =
        " Where the command itself holds lines that begin with ```, open and close its block with a longer fence, for instance ````bash "
        + "and ````.";

    private const string Open =
        "A block of your reply is not closed, so nothing was run. Close it with a line that holds nothing but its fence." + Longer;

    private const string NotOne =
        "Your reply must hold exactly one command in one ```bash block; nothing was run. To finish, send a block that holds nothing but "
        + AgentPrompt.Submit + "." + Longer;

    private const string Unclear =
        "Your reply holds another block behind the command, so that it is not clear where the command ends; nothing was run. Send one "
        + "```bash block alone." + Longer;

    private const string Nul =
        "Your command holds a NUL character, which no shell can take, so nothing was run. Write it as an escape, for instance with "
        + "printf '\\0'.";

    private const string Replaced =
        "Your command held U+FFFD, which also stands for what is no valid Unicode. Where other bytes were meant, write them as escapes, "
        + "for instance with printf '\\355\\240\\200'.\n";

    private static readonly string[] Shells = ["bash", "sh", "shell"];

    /// <summary>Reads a reply.</summary>
    /// <param name="reply">What the model said.</param>
    /// <param name="finishReason">Why it ended.</param>
    public static AgentCommand Read(string reply, string? finishReason)
    {
        var blocks = CommonMarkFences.Read(ReplyText.WithoutThinking(reply));
        var commands = blocks.Where(block => Shells.Contains(block.Tag) && !string.IsNullOrWhiteSpace(block.Code)).ToList();
        var problem = FinishReasons.IsCut(finishReason) ? Cut
            : FinishReasons.IsFiltered(finishReason) ? Filtered
            : blocks.Any(block => !block.IsClosed) ? Open
            : commands.Count != 1 ? NotOne
            : commands[0] != blocks[^1] && MayGoOn(commands[0].Code) ? Unclear
            : commands[0].Code.Contains('\0', StringComparison.Ordinal) ? Nul
            : null;
        return problem is null ? new AgentCommand(commands[0].Code, "") : new AgentCommand(null, problem);
    }

    /// <summary>Returns what the model is told of a command beside what it printed; empty for nothing.</summary>
    public static string NoteOn(string command) =>
        JsonText.Whole(command).Contains('\uFFFD', StringComparison.Ordinal) ? Replaced : "";

    /// <summary>Whether a fence in its own text may have ended a command early: in a here-document or between quotes.</summary>
    private static bool MayGoOn(string command) =>
        command.Contains("<<", StringComparison.Ordinal) || ShellQuotes.IsOpenAtEnd(command);
}
