using System.Formats.Tar;
using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Tests.Docker;

public sealed class WorkspaceEnvironmentTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-environments");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_environment_is_built_on_the_image_of_another()
    {
        var environments = WorkspaceEnvironment.ReadAll(Path.Combine(AppContext.BaseDirectory, "images"));

        var python = environments.Single(environment => environment.Name == "python").Recipe("some-base");
        var django = environments.Single(environment => environment.Name == "django" && environment.Image is null).Recipe("some-base");

        Assert.Equal("some-base", python.Arguments["BASE"]);
        Assert.Equal(python.Name, django.Arguments["BASE"]);
    }

    [Fact]
    public void Environments_that_differ_in_their_command_alone_share_an_image()
    {
        var environments = WorkspaceEnvironment.ReadAll(Path.Combine(AppContext.BaseDirectory, "images"))
            .ToDictionary(environment => environment.Name);

        Assert.All(["mocha", "jest", "vitest"],
            runner => Assert.Equal(environments["node"].Recipe("some-base").Name, environments[runner].Recipe("some-base").Name));
        Assert.Equal(4, new[] { "node", "mocha", "jest", "vitest" }.Select(runner => environments[runner].Tests).Distinct().Count());
    }

    [Theory]
    [InlineData("packages", "project.csproj")]
    [InlineData("packages", "../../elsewhere/secret")]
    [InlineData("on", "task")]
    public void A_task_has_nothing_restored_on_this_machine(string field, string value)
    {
        Write("task/environment.json", $$"""{ "tests": "true", "results": "lines", "{{field}}": "{{value}}" }""");

        var mistake = Assert.Throws<SandboxUnavailableException>(() => WorkspaceEnvironment.Read(Path.Combine(_folder.FullName, "task")));

        Assert.EndsWith("only an environment of the program's own has 'packages' or 'on'; a task's Dockerfile fetches what it needs itself",
            mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runner")]
    [InlineData("reporters")]
    public async Task What_lies_beside_a_task_is_not_packed(string name)
    {
        Write("task/environment.json", """{ "tests": "true", "results": "lines" }""");
        Write("task/Dockerfile", $"FROM scratch\nCOPY {name}/ /{name}/\n");
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, name), "/etc");

        await using var context = await WorkspaceEnvironment.Read(Path.Combine(_folder.FullName, "task")).Recipe(null)
            .Context(TestContext.Current.CancellationToken);

        using var tar = new TarReader(context);
        Assert.Equal("Dockerfile", tar.GetNextEntry()!.Name);
        Assert.Null(tar.GetNextEntry());
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
