using Eval.Datasets;

namespace Eval.Harness.Tests.Scoring.Checking;

/// <summary>A task whose tests are assertions, with answers of which it is known what they come to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reference">A right answer, by which the tests are parted from answers.</param>
/// <param name="Empty">An answer that compiles and knows nothing.</param>
/// <param name="Classes">Its tests, each a class of its own.</param>
internal sealed record AskedTask(string Name, string Reference, string Empty, IReadOnlyList<string> Classes)
{
    /// <summary>Honest answers with other signatures than the reference.</summary>
    public IReadOnlyList<(string Name, string Answer)> Variants { get; init; } = [];

    /// <summary>Returns the task with all its test classes.</summary>
    public FunctionTask Task() => new()
    {
        Id = Name,
        Dataset = "scoring",
        Language = "csharp",
        Class = "completion",
        Prompt = "Write it.",
        ReferenceSolution = Reference,
        Tests = new ProgramTests { Style = ProgramTestStyle.Xunit, Code = "using Xunit;\n" + string.Join('\n', Classes) },
    };
}
