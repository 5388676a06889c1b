using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Scoring.Canaries;
using Eval.Harness.Scoring.TestCode;
using Eval.Sandboxes;
using Eval.Sandboxes.Compiler.Answers;

namespace Eval.Harness.Scoring;

/// <summary>Writes the driver of a task by the form of its tests.</summary>
internal static class TestPrograms
{
    /// <param name="task">The task.</param>
    /// <param name="host">The answer's type that MultiPL-E's tests join; null elsewhere.</param>
    /// <param name="takeApart">Whether equalities are compared outside the answer's process.</param>
    /// <param name="types">The types that the answer declares in namespaces of its own.</param>
    /// <param name="assembly">What stands in front of the answer.</param>
    /// <param name="languages">What is known of the sandbox's languages.</param>
    /// <param name="decoys">Makes canaries where tests share a process with the answer; null for none.</param>
    /// <exception cref="TestProgramException">The tests cannot be run as they mean to be.</exception>
    public static TestDriver Create(
        FunctionTask task, HostType? host, bool takeApart, IReadOnlyList<AnswerType>? types = null,
            AnswerAssembly assembly = AnswerAssembly.Prompt, ILanguageCatalog? languages = null,
        DecoyNumbers? decoys = null) => task.Tests switch
    {
        ProgramTests program when task.Language == "python" => PythonDriver.Create(task, program, assembly),
        ProgramTests program when task.Language != "csharp" && languages is not null => ProgramDriver.Create(task, program, languages),
        CallTests calls when task.Language == "csharp" => CallTestDriver.Create(task, calls, types ?? []),
        ProgramTests { Style: ProgramTestStyle.MultiPlE } program => MultiPlEDriver.Create(program.Code, host, takeApart),
        ProgramTests { Style: ProgramTestStyle.Statements } program => StatementsDriver.Create(task, program.Code, types ?? [], takeApart),
        ProgramTests { Style: ProgramTestStyle.Xunit } program => XunitDriver.Create(task, program.Code, types ?? [], decoys),
        _ => throw new SandboxUnavailableException($"task {task.Id}: no sandbox here runs its tests ({task.Language})."),
    };

    /// <summary>
    /// Returns why a task's test program or reference cannot be used, with the names of data set and task; null when they can.
    /// </summary>
    public static string? Mistake(EvalTask task) => Problem(task) is { } problem
        ? $"data set {task.Dataset}, task {task.Id}{(problem.StartsWith("line ", StringComparison.Ordinal) ? ", " : ": ")}{problem}."
        : null;

    /// <summary>
    /// Returns why a task's test program or reference cannot be used, found before anything is asked; null when they can.
    /// </summary>
    public static string? Problem(EvalTask task)
    {
        if (task is not FunctionTask { Language: "csharp" } function)
        {
            return null;
        }

        try
        {
            RefuseDeepNesting(function.ReferenceSolution, "reference solution");
            if (function.Tests is CallTests calls)
            {
                RefuseDeepNesting(string.Join('\n', calls.Cases.Select(test => test.Call)), "list of test calls");
            }
            else if (function.Tests is ProgramTests program)
            {
                RefuseDeepNesting(program.Code, "test program");
                Create(function, host: null, takeApart: true);
            }

            return null;
        }
        catch (TestProgramException e)
        {
            return e.Message;
        }
        catch (InsufficientExecutionStackException)
        {
            return "its test program holds an expression or statement nested too deep to be read";
        }
    }

    private static void RefuseDeepNesting(string? code, string name)
    {
        if (code is not null && Nesting.FirstLineBeyondLimit(code) is { } line)
        {
            throw new TestProgramException(line, $"more than {Nesting.Limit} brackets are open at once, deeper than C# is parsed here",
                name);
        }
    }
}
