using System.Text;
using Eval.Datasets;
using Eval.Harness.Prompts;

namespace Eval.Harness.Simulation;

/// <summary>
/// Writes what a simulated model does about an issue, turn by turn: it looks around, changes something and submits. A right one applies the
/// known patch; wrong ones apply half of it or a broken one, change tests only, do nothing or wander without end.
/// </summary>
internal static class SimulatedAgent
{
    private const string EndMark = "END_OF_CHANGE";

    public static SimulatedReply Write(SimulatedProfile profile, IssueTask task, AnswerDraw draw, int turn)
    {
        var isRight = task.GoldPatch is not null && draw.IsRight(profile, task.Class, task.Difficulty);
        if (turn == 0 && draw.Form.Uniform("form") < 0.1)
        {
            return Reply("I would first look at the code to see what is going on.", isRight);
        }

        var plan = Plan(task, isRight, draw.Mistake);
        var step = Math.Min(turn, plan.Count - 1);
        return Reply($"{plan[step].Thought}\n\n{Block(plan[step].Command)}", isRight);
    }

    /// <summary>Writes the one patch of a model that answers in one go, in the form it is asked for.</summary>
    public static SimulatedReply WritePatch(SimulatedProfile profile, IssueTask task, string request, AnswerDraw draw)
    {
        var isRight = task.GoldPatch is not null && draw.IsRight(profile, task.Class, task.Difficulty);
        double[] weights = [45, 20, 20, 15];
        var patch = isRight ? task.GoldPatch : (task.GoldPatch is null ? 2 : draw.Mistake.Weighted("wrong", weights)) switch
        {
            0 => FirstHunks(task.GoldPatch!),
            1 => task.GoldPatch!.Replace("\n ", "\n  ", StringComparison.Ordinal),
            2 when task.TestPatch is not null => task.TestPatch,
            _ => null,
        };
        return patch is null ? Reply("The cause lies elsewhere; nothing has to be changed here.", isRight)
            : Reply($"This resolves it:\n\n{SimulatedPatch.Write(patch, request)}", isRight);
    }

    private static List<(string Thought, string Command)> Plan(IssueTask task, bool isRight, Draw draw)
    {
        var plan = new List<(string, string)>
        {
            ("First an overview of the repository.", "git log --oneline | head -3; git ls-files | head -50"),
            ("The files that seem to matter.", Look(task)),
        };
        if (isRight)
        {
            plan.Add(("This should resolve it.", Apply(task.GoldPatch!)));
            plan.Add(("Is the change as meant?", "git status --short && git diff --stat"));
            plan.Add(("The issue is resolved.", AgentPrompt.Submit));
            return plan;
        }

        double[] weights = [40, 20, 15, 10, 15];
        switch (task.GoldPatch is null ? 3 : draw.Weighted("wrong", weights))
        {
            case 0:
                plan.Add(("This should resolve it.", Apply(FirstHunks(task.GoldPatch!))));
                break;
            case 1:
                plan.Add(("This should resolve it.",
                    Apply(task.GoldPatch!.Replace("\n ", "\n  ", StringComparison.Ordinal)) + " || echo 'It does not apply; never mind.'"));
                break;
            case 2:
                plan.Add(("The tests seem to be wrong.",
                    $"for f in {string.Join(' ', task.TestFiles)}; do [ -f \"$f\" ] && echo '// fine' >> \"$f\"; done; true"));
                break;
            case 3:
                break;
            default:
                // The last step is repeated until a limit ends it.
                plan.Add(("Let me look once more.", "git ls-files | wc -l"));
                return plan;
        }

        plan.Add(("The issue is resolved.", AgentPrompt.Submit));
        return plan;
    }

    private static string Look(IssueTask task) =>
        "head -n 40 " + string.Join(' ', (task.GoldPatch is null ? task.ShownFiles : DiffPaths.Find(task.GoldPatch)).Take(3)
            .Select(path => $"'{path}'")) + " 2>/dev/null; true";

    private static string Apply(string patch) =>
        $"cat > /tmp/change.diff <<'{EndMark}'\n{patch.TrimEnd('\n')}\n{EndMark}\ngit apply /tmp/change.diff";

    /// <summary>
    /// The first file's first hunk alone: an honest half of the work. Where that is all, its first added line is left out.
    /// </summary>
    private static string FirstHunks(string patch)
    {
        var lines = patch.Split('\n');
        var second = Array.FindIndex(lines, Array.FindIndex(lines, IsHunk) + 1,
            line => IsHunk(line) || line.StartsWith("diff --git ", StringComparison.Ordinal));
        if (second > 0)
        {
            return string.Join('\n', lines[..second]);
        }

        var added = Array.FindIndex(lines, line => line.StartsWith('+') && !line.StartsWith("+++", StringComparison.Ordinal));
        return added < 0 ? patch : string.Join('\n', lines.Select((line, index) => index == added ? "+" : line));
    }

    private static bool IsHunk(string line) => line.StartsWith("@@ ", StringComparison.Ordinal);

    /// <summary>A fence longer than any in the command.</summary>
    private static string Block(string command)
    {
        var fence = new StringBuilder("```");
        while (command.Contains(fence.ToString(), StringComparison.Ordinal))
        {
            fence.Append('`');
        }

        return $"{fence}bash\n{command}\n{fence}";
    }

    private static SimulatedReply Reply(string text, bool isRight) => new(text + "\n", "", isRight);
}
