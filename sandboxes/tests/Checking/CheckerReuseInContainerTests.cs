using Eval.Sandboxes.Tests.Docker;

namespace Eval.Sandboxes.Tests.Checking;

/// <summary>The same in a container.</summary>
[Trait("Needs", "docker")]
public sealed class CheckerReuseInContainerTests(DockerFixture fixture) : IClassFixture<DockerFixture>
{
    [Fact]
    public async Task Tests_run_where_others_ran_unless_something_could_be_left()
    {
        fixture.Need();
        var reuse = new CheckerReuse(fixture.Sandbox);
        var counting = await reuse.SplitAsync("Assert.Equal(1, ++Count); Assert.False(System.IO.Path.HasExtension(\"left\"));",
            "private static int Count;");
        var leaving = await reuse.SplitAsync("System.IO.File.WriteAllText(\"/tmp/left\", \"\"); Assert.Equal(1, new Box().Value);");
        var processes = new List<string?>();
        foreach (var tests in new[] { counting, counting, leaving, counting })
        {
            var (result, process) = await reuse.RunAsync(tests);
            CheckerReuse.AssertHeld(result);
            processes.Add(process);
        }

        Assert.True(processes[..3].Distinct().Count() < 3, string.Join(' ', processes));
        Assert.NotEqual(processes[2], processes[3]);
        Assert.All(processes, Assert.NotNull);
    }
}
