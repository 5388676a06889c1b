using Eval.Datasets;

namespace Eval.Harness.Tests.Replies;

/// <summary>A program of which it is known whether it solves its task, to be wrapped as chat models wrap code.</summary>
/// <param name="Task">The task.</param>
/// <param name="Code">The program.</param>
/// <param name="IsRight">Whether it solves the task.</param>
internal sealed record ReplyProgram(FunctionTask Task, string Code, bool IsRight)
{
    private static readonly string[] PythonTags = ["python", "py3", "ipython"];
    private static readonly string[] CSharpTags = ["csharp", "cs", "C#"];

    public bool IsPython => Task.Language == "python";

    public IReadOnlyList<string> Tags => IsPython ? PythonTags : CSharpTags;

    public string Tag => Tags[0];

    /// <summary>Gets what the tests call.</summary>
    public string Name => Task.EntryPoint!.Split('.')[^1];

    /// <summary>Gets a program that solves nothing, as models write and reject.</summary>
    public string Draft => IsPython
        ? $"def {Name}(*values):\n    # first idea\n    return 'draft'\n"
        : $"public static class Global\n{{\n    public static object {Name}(params object[] values) => \"draft\";\n}}\n";

    /// <summary>Gets statements that call the program.</summary>
    public string Usage => IsPython
        ? $"result = {Name}(1, 2)\nprint(f\"The result is {{result}}\")\nprint({Name}([]))\n"
        : $"var result = Global.{Name}(1, 2);\nConsole.WriteLine($\"The result is {{result}}\");\n";

    /// <summary>Gets tests as models add them.</summary>
    public string Tests => IsPython
        ? $"import unittest\n\nclass Test{Name.Replace("_", "", StringComparison.Ordinal)}(unittest.TestCase):\n    def "
        + $"test_{Name}(self):\n        self.assertEqual({Name}(1), 1)\n\nif __name__ == '__main__':\n    unittest.main()\n"
        : $"using Xunit;\n\npublic class GlobalTests\n{{\n    [Fact]\n    public void {Name}() => Assert.Equal(1, Global.{Name}(1));\n}}\n";

    /// <summary>Gets the signature alone.</summary>
    public string Signature => IsPython
        ? $"def {Name}(*values):\n    \"\"\"Solves the task.\"\"\"\n    ...\n"
        : $"public interface IGlobal\n{{\n    object {Name}(object value);\n}}\n";
}
