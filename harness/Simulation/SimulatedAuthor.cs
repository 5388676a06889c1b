using System.Collections.Concurrent;
using Eval.Datasets;
using Eval.Harness.Mutations;

namespace Eval.Harness.Simulation;

/// <summary>
/// Writes what a simulated model answers to a task. A right answer is the reference solution in one of the dresses models use; a wrong one
/// is an honest wrong program or a broken reply. No verdict is decided here: a mutant that the tests let live passes.
/// </summary>
internal sealed class SimulatedAuthor
{
    private readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<Mutant>>> _mutants = new();

    public SimulatedReply Write(SimulatedProfile profile, FunctionTask task, AnswerDraw draw)
    {
        var isRight = draw.IsRight(profile, task.Class, task.Difficulty);
        var reasoning = profile.ReasoningTokens > 0
            ? Thoughts(task, (int)draw.Form.LogNormal("thoughts", profile.ReasoningTokens, 0.5)) : "";
        if (task.ReferenceSolution is not { } reference)
        {
            return new SimulatedReply(ReplyFormat.Fenced(task.Language, Attempt(task), draw.Form), reasoning, IsMeantRight: false);
        }

        return isRight
            ? new SimulatedReply(ReplyFormat.Format(task, reference, draw.Form), reasoning, IsMeantRight: true)
            : Wrong(task, reference, reasoning, draw);
    }

    private SimulatedReply Wrong(FunctionTask task, string reference, string reasoning, AnswerDraw draw)
    {
        // Mutants weigh most: in practice most wrong answers are nearly right.
        double[] weights = [50, 14, 8, 6, 4, 4, 3, 3, 2, 2];
        var kind = draw.Mistake.Weighted("wrong", weights);
        var code = kind switch
        {
            _ when task.Language != "csharp" => WrongAnswers.Altered(reference, draw.Mistake),
            1 => WrongAnswers.InventedMember(reference, draw.Mistake),
            2 => WrongAnswers.NotImplemented(reference, draw.Mistake),
            3 => WrongAnswers.MissingBrace(reference),
            4 => WrongAnswers.WrongTypeName(task, reference),
            5 => WrongAnswers.EndlessLoop(reference),
            _ => Mutate(task, reference, draw.Mistake),
        };
        return kind switch
        {
            6 => new SimulatedReply(ReplyFormat.Cut(task.Language, reference, draw.Mistake), reasoning, false) { IsCut = true },
            7 => new SimulatedReply("I'm sorry, but I can't help with that request.", reasoning, false),
            8 => new SimulatedReply(
                "The usual approach is to go through the input once and keep what is needed on the way; the details depend on your case.",
                reasoning, false),
            _ => new SimulatedReply(ReplyFormat.Format(task, code, draw.Form), reasoning, false),
        };
    }

    private string Mutate(FunctionTask task, string reference, Draw draw)
    {
        var mutants = _mutants.GetOrAdd(task.ContentHash, _ => new Lazy<IReadOnlyList<Mutant>>(() => CSharpMutator.Mutate(reference)))
            .Value;
        return mutants.Count == 0 ? WrongAnswers.NotImplemented(reference, draw) : mutants[draw.Below("mutant", mutants.Count)].Source;
    }

    /// <summary>What can honestly be said to a task without a reference solution: the shape is right, the content is missing.</summary>
    private static string Attempt(FunctionTask task) => (task.Language, task.PromptStyle) switch
    {
        ("python", PromptStyle.Continuation) => task.Prompt.TrimEnd() + "\n    raise NotImplementedError\n",
        ("python", _) => $"def {task.EntryPoint ?? "solution"}(*args):\n    raise NotImplementedError\n",
        ("javascript", _) => $"function {task.EntryPoint ?? "solution"}() {{\n  throw new Error(\"not implemented\");\n}}\n",
        (_, PromptStyle.Continuation) => task.Prompt.TrimEnd() + "\n        throw new NotImplementedException();\n    }\n}\n",
        _ => "public static class Solution\n{\n}\n",
    };

    private static string Thoughts(FunctionTask task, int tokens)
    {
        var sentence = $"The task asks for {task.EntryPoint ?? "a function"}; edge cases are empty input, repeated values and bounds. ";
        return string.Concat(Enumerable.Repeat(sentence, Math.Max(1, tokens * 4 / sentence.Length)));
    }
}
