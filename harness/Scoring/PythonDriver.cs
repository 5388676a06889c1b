using Eval.Datasets;

namespace Eval.Harness.Scoring;

/// <summary>
/// Writes the test program of a Python task. It runs in a process of its own and calls the answer from there, so that no answer can decide
/// about itself; the task's prompt stands before it, because tests use helper functions that prompts define.
/// </summary>
internal static class PythonDriver
{
    public static TestDriver Create(FunctionTask task, ProgramTests tests)
    {
        var source = tests.Style switch
        {
            ProgramTestStyle.HumanEvalCheck => $"{tests.Code}\n\ncheck({task.EntryPoint})\n",
            ProgramTestStyle.EvalPlus => EvalPlusChecks.Value + tests.Code,
            _ => tests.Code,
        };
        return new TestDriver(source, [new Check { Text = "the task's tests" }])
        {
            Given = task.PromptStyle == PromptStyle.Continuation ? task.Prompt : "",
            EntryPoints = task.EntryPoint is { } name ? [name] : [],
        };
    }

    private static readonly Lazy<string> EvalPlusChecks = new(() =>
    {
        using var reader = new StreamReader(typeof(PythonDriver).Assembly.GetManifestResourceStream("evalplus.py")!);
        return reader.ReadToEnd();
    });
}
