using System.Text.RegularExpressions;
using Eval.Datasets;
using Eval.Harness.Replies;

namespace Eval.Harness.Scoring;

/// <summary>
/// Writes the test program of a Python task. It runs in a process of its own and calls the answer from there, so that no answer can decide
/// about itself; the task's prompt stands before it, because tests use helper functions that prompts define.
/// </summary>
internal static partial class PythonDriver
{
    public static TestDriver Create(FunctionTask task, ProgramTests tests, AnswerAssembly assembly)
    {
        var source = tests.Style switch
        {
            ProgramTestStyle.HumanEvalCheck => $"{tests.Code}\n\ncheck({task.EntryPoint})\n",
            ProgramTestStyle.EvalPlus => EvalPlusChecks.Value + tests.Code,
            _ => tests.Code,
        };
        var isContinued = task.PromptStyle == PromptStyle.Continuation;
        return new TestDriver(source, [new Check { Text = "a test" }])
        {
            Given = isContinued && assembly == AnswerAssembly.Prompt ? task.Prompt : "",
            EntryPoints = isContinued && assembly != AnswerAssembly.Prompt
                ? [.. Functions().Matches(task.Prompt).Select(match => match.Groups[1].Value)]
                : task.EntryPoint is { } name ? [name] : [],
            AskedClasses = AskedClasses(task),
        };
    }

    /// <summary>
    /// The classes that the task wants written, as far as its reference or its prompt tells: those that are given are there already, but
    /// for the one that is to be completed.
    /// </summary>
    private static List<string> AskedClasses(FunctionTask task)
    {
        var given = task.PromptStyle == PromptStyle.Continuation ? ClassesIn(task.Prompt) : [];
        return [.. ClassesIn(task.ReferenceSolution ?? "").Except(given), .. given.Where(name => name == task.EntryPoint)];
    }

    private static IEnumerable<string> ClassesIn(string source) => Classes().Matches(source).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^[ \t]*class\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Classes();

    [GeneratedRegex(@"^def\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Functions();

    private static readonly Lazy<string> EvalPlusChecks = new(() =>
    {
        using var reader = new StreamReader(typeof(PythonDriver).Assembly.GetManifestResourceStream("evalplus.py")!);
        return reader.ReadToEnd();
    });
}
