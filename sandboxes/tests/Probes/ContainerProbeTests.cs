using Eval.Sandboxes.Probes;
using Eval.Sandboxes.Tests.Docker;

namespace Eval.Sandboxes.Tests.Probes;

[Trait("Needs", "docker")]
public sealed class ContainerProbeTests(DockerFixture fixture) : IClassFixture<DockerFixture>
{
    /// <summary>
    /// What C# does to its own worker it does in any sandbox, and <see cref="ProbeTests"/> has it; each run looks here at what the
    /// container alone keeps from it, and at ends that are told by another way.
    /// </summary>
    private static readonly ProbeShape[] OfContainers = [ProbeShape.WayOut, ProbeShape.ForeignProcess, ProbeShape.SharedState];

    /// <summary>How some probes end; of the others it is only known that they get nowhere.</summary>
    private static readonly Dictionary<(string Language, string Probe), ExecutionStatus> Ends = new()
    {
        [("python", "endless loop")] = ExecutionStatus.TimedOut,
        [("python", "endless sleep")] = ExecutionStatus.TimedOut,
        [("python", "all signals ignored, then an endless loop")] = ExecutionStatus.TimedOut,
        [("python", "exit before the tests")] = ExecutionStatus.Crashed,
        [("python", "10 GB of memory")] = ExecutionStatus.MemoryExceeded,
        [("python", "1 GB returned")] = ExecutionStatus.MemoryExceeded,
        [("javascript", "endless loop")] = ExecutionStatus.TimedOut,
        [("javascript", "endless sleep")] = ExecutionStatus.TimedOut,
        [("javascript", "all signals ignored, then an endless loop")] = ExecutionStatus.TimedOut,
        [("javascript", "exit before the tests")] = ExecutionStatus.Crashed,
        [("javascript", "10 GB of memory")] = ExecutionStatus.MemoryExceeded,
        [("javascript", "1 GB returned")] = ExecutionStatus.MemoryExceeded,
        [("csharp", "endless loop")] = ExecutionStatus.TimedOut,
        [("csharp", "stack overflow")] = ExecutionStatus.Crashed,
        [("csharp", "exit before the checks")] = ExecutionStatus.Crashed,
        [("csharp", "10 GB of managed memory")] = ExecutionStatus.MemoryExceeded,
        [("csharp", "reflection into the runner")] = ExecutionStatus.Forbidden,
    };

    public static IEnumerable<TheoryDataRow<string, string>> Probes =>
        from language in (string[])["csharp", "python", "javascript"]
        from probe in ProbeCatalog.Create(language, new ProbeTargets(1, "/x"))
        select new TheoryDataRow<string, string>(language, probe.Name)
        {
            Explicit = language == "csharp" && !OfContainers.Contains(probe.Shape) && !Ends.ContainsKey((language, probe.Name)),
        };

    [Theory]
    [MemberData(nameof(Probes))]
    public async Task A_hostile_program_gets_nowhere_ends_as_what_it_is_and_the_next_one_runs(string language, string name)
    {
        fixture.Need();

        var result = await ProbeRunner.RunAsync(fixture.Sandbox, language, probe => probe.Name == name,
            TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);

        Assert.True(result.IsContained, result.Evidence);
        Assert.True(Ends.GetValueOrDefault((language, name), result.Execution.Status) == result.Execution.Status,
            $"{result.Execution.Status} {result.Execution.Reason}");
    }

    [Theory]
    [InlineData("csharp")]
    [InlineData("python")]
    [InlineData("javascript")]
    public void Every_language_has_probes_of_every_shape_each_with_a_name_of_its_own(string language)
    {
        var probes = ProbeCatalog.Create(language, new ProbeTargets(1, "/x"));

        Assert.Equal(probes.Count, probes.DistinctBy(probe => probe.Name).Count());
        Assert.InRange(probes.Count, 60, int.MaxValue);
        var shapes = Enum.GetValues<ProbeShape>().Where(shape => shape != ProbeShape.Compiler || language == "csharp");
        Assert.Empty(shapes.Except(probes.Select(probe => probe.Shape)));
    }

    [Fact]
    public void Every_end_that_is_known_is_that_of_a_probe() =>
        Assert.Subset(Probes.Select(row => row.Data).ToHashSet(), Ends.Keys.ToHashSet());
}
