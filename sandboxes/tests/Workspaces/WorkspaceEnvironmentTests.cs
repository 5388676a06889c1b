using Eval.Sandboxes.Workspaces;

namespace Eval.Sandboxes.Tests.Workspaces;

public sealed class WorkspaceEnvironmentTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-environments");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_task_has_nothing_restored_on_this_machine()
    {
        Write("task/environment.json", """{ "tests": "true", "results": "lines", "packages": "project.csproj" }""");

        var mistake = Assert.Throws<SandboxUnavailableException>(() => WorkspaceEnvironment.Read(Path.Combine(_folder.FullName, "task")));

        Assert.Contains("only an environment of the program's own has 'packages'", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reporters", "/etc")]
    [InlineData("reporters/passwd", "/etc/passwd")]
    [InlineData("reporters/below/etc", "/etc")]
    public void What_lies_beside_a_task_does_not_lead_out_of_its_data_set(string link, string target)
    {
        Write("task/environment.json", """{ "tests": "true", "results": "lines" }""");
        Write("task/Dockerfile", "FROM scratch\nCOPY reporters/ /reporters/\n");
        var path = Path.Combine(_folder.FullName, link);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);

        var mistake = Assert.Throws<SandboxUnavailableException>(() => WorkspaceEnvironment.Read(Path.Combine(_folder.FullName, "task")).Recipe(null));

        Assert.Contains("is a link, which may lead anywhere on this machine", mistake.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
