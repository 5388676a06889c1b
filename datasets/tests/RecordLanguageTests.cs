namespace Eval.Datasets.Tests;

public sealed class RecordLanguageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("d/0", "def f(x):\n", null, "python")]
    [InlineData("d/0", "async def f(x: int) -> list[int]:\n    pass\n", null, "python")]
    [InlineData("d/0", "    def f(\n        x,\n        y=(1, 2),\n    ):  # {\n", null, "python")]
    [InlineData("d/0", "from typing import List\n\nclass F(object):\n", null, "python")]
    [InlineData("d/0", "class F:\n    pass\n", null, "python")]
    [InlineData("d/0", "\"\"\"\nWrite f.\n\"\"\"\n", null, "python")]
    [InlineData("d/0", "def f(x):\n", "Python", "python")]
    [InlineData("d/0", "def f(x):\n", "python3", "python")]
    [InlineData("d/0", "def f(x):\n", "PY", "python")]
    [InlineData("Python/3", "def f(x):\n", null, "python")]
    [InlineData("JavaScript/0", "/* Adds. */\nconst f = (x) => {\n", null, "javascript")]
    [InlineData("d/0", "/**\n * def f(x): in Python.\n */\nfunction f(x) {\n", null, "javascript")]
    [InlineData("d/0", "anything", "js", "javascript")]
    public async Task Python_and_JavaScript_are_run_as_what_they_are(string id, string prompt, string? language, string expected)
    {
        var task = await ReadAsync(id, prompt, language);

        Assert.Equal(expected, task.Language);
        Assert.Equal(expected == "python" ? ProgramTestStyle.PythonStatements : ProgramTestStyle.Script,
            Assert.IsType<ProgramTests>(task.Tests).Style);
    }

    [Theory]
    [InlineData("C#/1", "public static int F(int x)\n{\n", null, "field 'task_id': is 'C#/1', so the task is in C#;")]
    [InlineData("CPP/0", "#include <vector>\nint f(int x) {\n", null, "field 'task_id': is 'CPP/0', so the task is in C++;")]
    [InlineData("d/0", "#include <vector>\nint f(int x) {\n", null, "field 'prompt': holds '#include <vector>', so the task is in C++;")]
    [InlineData("Java/4", "import java.util.*;\nclass Solution {\n", null, "field 'task_id': is 'Java/4', so the task is in Java;")]
    [InlineData("d/0", "import java.util.*;\nclass Solution {\n", null,
        "field 'prompt': holds 'import java.util.*;', so the task is in Java;")]
    [InlineData("d/0", "using System;\nclass P {\n", null, "so the task is in C#;")]
    [InlineData("d/0", "func F(x int) int {\n", null, "so the task is in Go;")]
    [InlineData("d/0", "func f(x: Int) -> Int {\n", null, "so the task is in Swift;")]
    [InlineData("d/0", "/* Adds. */\npub fn f(x: i32) -> i32 {\n", null, "so the task is in Rust;")]
    [InlineData("d/0", "function f(x: number): number {\n", null, "so the task is in TypeScript;")]
    [InlineData("d/0", "fun f(x: Int): Int {\n", null, "so the task is in Kotlin;")]
    [InlineData("Scala/0", "def f(x: Int): Int = {\n", null, "field 'task_id': is 'Scala/0', so the task is in Scala;")]
    [InlineData("Ruby/0", "def f(x)\n", null, "field 'task_id': is 'Ruby/0', so the task is in Ruby;")]
    [InlineData("R/0", "f <- function(x) {\n", null, "field 'task_id': is 'R/0', so the task is in R;")]
    [InlineData("d/0", "Complete this:\n```java\nint f(int x) {\n```\n", null,
        "field 'prompt': holds a block of code marked 'java', so the task is in Java;")]
    [InlineData("d/0", "Write a function that adds one.", null,
        "field 'prompt': is no Python: no line of it begins a function, a class, an import or a docstring;")]
    [InlineData("d/0", "def f(x):\n", "csharp", "field 'language': is 'csharp', so the task is in C#;")]
    public async Task Another_language_in_human_evals_fields_is_refused_before_anything_is_asked(string id, string prompt, string? language,
        string sentence)
    {
        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => ReadAsync(id, prompt, language));

        Assert.Equal(1, mistake.Line);
        Assert.Contains(sentence, mistake.Message, StringComparison.Ordinal);
        Assert.EndsWith("are run in Python and JavaScript only, use MultiPL-E's format or the project's own for other languages.",
            mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_made_to_keep_patterns_busy_is_refused_all_the_same()
    {
        var prompt = string.Concat(Enumerable.Repeat("const : let def f((", 20_000));

        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => ReadAsync("d/0", prompt, null));

        Assert.Equal("prompt", mistake.Field);
    }

    private static async Task<FunctionTask> ReadAsync(string id, string prompt, string? language)
    {
        using var folder = new TemporaryFolder();
        var record = System.Text.Json.JsonSerializer.Serialize(new { task_id = id, prompt, entry_point = "f",
            test = "function test() {}\n\ntest()\n", language });
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(folder.Write("set.jsonl", record), Ct);
        return (FunctionTask)await dataset.ReadAsync(Ct).SingleAsync(Ct);
    }
}
