using Eval.Datasets;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>
/// Hands a data set's test program on as it is, for languages of which nothing more is known than their folder of images says.
/// </summary>
internal static class ProgramDriver
{
    public static TestDriver Create(FunctionTask task, ProgramTests tests, ILanguageCatalog languages) => new(
        // human-eval's tests are a function that is given the answer's.
        tests.Style == ProgramTestStyle.HumanEvalCheck ? $"{tests.Code}\n\ncheck({task.EntryPoint});\n" : tests.Code,
        [new Check { Text = "a test" }])
    {
        EntryPoints = [.. languages.Definitions(task.Language, task.Prompt).Append(task.EntryPoint ?? "").Where(name => name.Length > 0)
            .Distinct()],
    };
}
