using Eval.Datasets;
using Eval.Harness.Issues.Tracing;

namespace Eval.Harness.Tests.Issues.Tracing;

public sealed class TracedConfigurationTests
{
    private const string Test = "tests/test_calc.py";
    private const string TestText = "from calc.core import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n";
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, string> Sources = new()
    {
        ["calc/__init__.py"] = "from .core import add",
        ["calc/core.py"] = "",
        ["calc/found_by_name.py"] = "",
        ["calc/plugin.py"] = "",
        ["calc/fixtures.py"] = "",
        ["checks/prepare.py"] = "import checks.deeper",
        ["checks/deeper.py"] = "",
        ["conftest.py"] = "import checks.prepare\nfrom calc import fixtures",
        ["tests/__init__.py"] = "",
        ["tests/test_settings.py"] = "LEVEL = 3",
        [Test] = TestText,
    };

    [Fact]
    public void What_tests_import_is_no_configuration_and_all_else_that_was_read_before_them_is()
    {
        string[] reads =
        [
            "odd.settings", "conftest.py", "calc/__init__.py", "calc/core.py", "calc/found_by_name.py", "calc/plugin.py",
                "calc/fixtures.py",
            "checks/prepare.py", "checks/deeper.py", "tests/__init__.py", "tests/test_settings.py", ".gitignore", Test, "calc/words.txt",
        ];

        Assert.Equal(
            ["calc/fixtures.py", "calc/plugin.py", "checks/deeper.py", "checks/prepare.py", "odd.settings", "tests/__init__.py",
                "tests/test_settings.py"],
            Find(Task("src/x.py"), reads, Sources, "pytest", new() { ["odd.settings"] = "[pytest]\naddopts = -p calc.plugin --level=1" }));
    }

    [Fact]
    public void A_module_of_a_tested_package_configures_where_the_command_names_it()
    {
        Assert.Equal(["calc/plugin.py"], Find(Task("src/x.py"), ["calc/__init__.py", "calc/core.py", "calc/plugin.py", Test], Sources,
            "pytest -p calc.plugin", []));
    }

    [Theory]
    [InlineData("Path('words.txt').read_text()", "level.txt")]
    [InlineData("", "level.txt words.txt")]
    public void What_was_read_in_the_moment_of_the_first_test_is_data_where_what_it_imports_names_it(string source, string configuration)
    {
        var reads = new[] { "level.txt", Test, "calc/core.py", "words.txt" }.Select(path => new ReadFile(path, Start)).ToList();
        var traced = new TracedConfiguration(Task("src/x.py"), reads,
            new Dictionary<string, string> { [Test] = TestText, ["calc/core.py"] = source }, null);

        Assert.Equal(configuration, string.Join(' ', traced.Find("pytest", new Dictionary<string, string>())));
    }

    [Fact]
    public void Where_no_test_was_read_nothing_is_known()
    {
        Assert.Empty(Find(Task("src/x.py"), ["odd.settings", "conftest.py"], Sources, "pytest", []));
    }

    [Fact]
    public void Of_compiled_languages_sources_count_that_are_in_the_project_of_the_tests_and_of_nothing_else()
    {
        string[] reads = ["build/odd.xml", "Calc/Calc.csproj", "Checks/Checks.csproj", "Calc/Calc.cs", "Checks/AssemblyInfo.cs",
            "Checks/SumTests.cs", "Checks/OtherTests.cs", "Checks/late.txt"];
        var task = Task("Calc/Calc.cs") with { TestFiles = ["Checks/SumTests.cs"] };

        Assert.Equal(
            ["Checks/AssemblyInfo.cs", "build/odd.xml"],
            Find(task, reads, [], "dotnet test", [], Start.AddSeconds(6.5)));
        Assert.DoesNotContain("Checks/AssemblyInfo.cs",
            Find(Task("Checks/Sum.cs") with { TestFiles = ["Checks/SumTests.cs"] }, reads, [], "dotnet test", [], Start.AddSeconds(6.5)));
    }

    private static IReadOnlyList<string> Find(
        IssueTask task, string[] reads, Dictionary<string, string> texts, string command, Dictionary<string, string> others,
            DateTimeOffset? firstTest = null) =>
        new TracedConfiguration(task, [.. reads.Select((path, i) => new ReadFile(path, Start.AddSeconds(i)))], texts, firstTest)
            .Find(command, others);

    private static IssueTask Task(string goldPath) => new()
    {
        Id = "calc-1",
        Dataset = "tasks",
        Prompt = "add subtracts",
        Class = IssueTask.IssueResolution,
        Difficulty = "simple",
        Language = "python",
        Repository = "calc",
        TestFiles = [Test],
        GoldPatch = $"diff --git a/{goldPath} b/{goldPath}\n--- a/{goldPath}\n+++ b/{goldPath}\n@@ -1 +1 @@\n-a\n+b\n",
        FailToPass = [],
        PassToPass = [],
    };
}
