namespace Eval.Harness.Tests.WholeProgram;

[Trait("Needs", "docker, bubblewrap")]
public sealed class DoctorTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task It_says_what_answers_can_leave_in_each_sandbox_and_what_it_did_not_try()
    {
        var result = await _eval.RunAsync("doctor");

        Assert.Equal((0, "trying endpoints and sandboxes, 10 seconds at most …\n"), (result.ExitCode, result.Error));
        Assert.Contains("ok      sandbox roslyn: isolation bubblewrap\n", result.Output, StringComparison.Ordinal);
        // Where other work fills the machine, the time for it may be over before; nor need images be built.
        Assert.Matches("\nok        roslyn, csharp: nothing reaches the next answer: writable are /tmp |\nnote    sandbox roslyn: not done "
            + "within ", result.Output);
        Assert.Matches("\nnote    (sandbox docker: not done within |not tried: containers of [^\n]*python)|\nok        docker, python: "
            + "nothing reaches the next answer: writable are /dev/mqueue, /dev/shm, /tmp and the times of \\d+ devices; refused: POSIX "
            + "queues, ", result.Output);
        Assert.Matches("\nEverything that was tried is contained\\.\n(.*\n)*note    not tried: \\d+ probes of hostile answers and "
            + "commands: 'doctor --probes', some minutes\n$", result.Output);
        Assert.DoesNotContain(": held (", result.Output, StringComparison.Ordinal);
    }
}
