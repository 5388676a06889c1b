using Eval.Harness.CommandLine;

namespace Eval.Harness.Tests.CommandLine;

public sealed class DoctorFindingsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_does_not_come_to_its_end_is_not_waited_for_and_what_it_found_is_kept(bool listens)
    {
        var findings = await DoctorFindings.CollectAsync(
            "engine",
            TimeSpan.FromMilliseconds(100),
            async (found, ct) =>
            {
                found.AddContainment(false, "first");
                await Task.Delay(Timeout.Infinite, listens ? ct : CancellationToken.None);
                found.Add(true, "second");
            },
            TestContext.Current.CancellationToken);

        var expected = new (bool?, string)[] { (false, "first"),
            (null, "engine: not done within 0 s, so that the rest was not tried; this machine is busy") };
        Assert.Equal(expected, findings.Lines);
        Assert.Equal("engine, in full: 'doctor --probes', which waits", Assert.Single(findings.NotTried));
        Assert.Equal(1, findings.Uncontained);
    }

    [Fact]
    public async Task What_fails_otherwise_is_thrown() =>
        await Assert.ThrowsAsync<FormatException>(() => DoctorFindings.CollectAsync("x", TimeSpan.FromMinutes(1),
            (_, _) => throw new FormatException(), TestContext.Current.CancellationToken));
}
