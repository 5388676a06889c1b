using System.Text;
using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Patches;

namespace Eval.Harness.Issues;

/// <summary>
/// What a model is told that answers an issue in one go: the issue and some files. Which files is the data set's choice; where it makes
/// none they are those that the known patch touches (what SWE-bench calls oracle retrieval), which makes the task easier than it is for an
/// agent.
/// </summary>
internal sealed class SingleShotPrompts(RepositorySource repositories, string format)
{
    /// <summary>Files beyond this are left out, and that is said: no model reads more.</summary>
    private const int MaxChars = 400_000;

    public async Task<IReadOnlyList<ChatMessage>> MessagesAsync(IssueTask task, CancellationToken ct)
    {
        var text = new StringBuilder($"""
            Resolve this issue of a repository, of which some files follow. Hidden tests decide.

            <issue>
            {task.Prompt.Trim()}
            </issue>

            """);
        var left = MaxChars;
        foreach (var path in FilesOf(task))
        {
            if (await repositories.ReadFileAsync(task, path, ct) is not { } content)
            {
                continue;
            }

            left -= content.Length;
            text.Append(left >= 0 ? $"\n<file path=\"{path}\">\n{TextLines.Bare(content)}\n</file>\n"
                : $"\n<file path=\"{path}\">too long to be shown</file>\n");
        }

        text.Append('\n').Append(EditFormat.Instruction(format)).Append('\n');
        return [new ChatMessage("user", text.ToString())];
    }

    /// <summary>Returns the paths of the files that are shown.</summary>
    public static IReadOnlyList<string> FilesOf(IssueTask task) =>
        task.ShownFiles.Count > 0 ? task.ShownFiles : task.GoldPatch is { } gold ? DiffPaths.Find(gold) : [];
}
