using System.ComponentModel;
using Eval.Sandboxes.Processes;

namespace Eval.Sandboxes.Tests.Processes;

public sealed class StartingThreadTests
{
    private const int Nobody = 65534;

    [Fact]
    public async Task A_process_that_dies_with_its_parent_outlives_the_thread_that_asked_for_it()
    {
        var setpriv = Require.Tool("setpriv");
        ChildProgram? program = null;
        var asking = new Thread(() => program = StartingThread.Start(Start(setpriv, "--pdeathsig", "KILL", "sleep", "30")));
        asking.Start();
        asking.Join();
        await Task.Delay(500, TestContext.Current.CancellationToken);

        Assert.False(program!.HasEnded);
        program.Dispose();
        Assert.Equal(128 + 9, await program.Ended);
    }

    [Fact]
    public void What_goes_wrong_is_told_to_whoever_asked() =>
        Assert.Throws<Win32Exception>(() => StartingThread.Start(Start("/there/is/no/such/program")));

    [Fact]
    public async Task A_program_has_a_session_of_its_own_gives_way_and_meets_no_signal_that_is_held_back_or_ignored()
    {
        var (status, stat, niceness) = await LookAsync(Start(Require.Tool("cat"), "/proc/self/status",
            "/proc/self/stat") with { Folder = "/proc" });

        Assert.Equal(["0000000000000000"], Values(status, "SigBlk"));
        Assert.Equal(["0000000000000000"], Values(status, "SigIgn"));
        Assert.Equal(Values(status, "Pid").Single(), stat[3]);
        Assert.Equal(10, niceness);
    }

    [Fact]
    public async Task A_program_that_starts_as_another_user_keeps_nothing_of_root_and_the_next_one_is_root_again()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root becomes another user");
        var (status, _, _) = await LookAsync(Start(Require.Tool("cat"), "/proc/self/status", "/proc/self/stat") with { User = Nobody });

        Assert.Equal(Enumerable.Repeat($"{Nobody}", 4), Values(status, "Uid"));
        Assert.Equal(Enumerable.Repeat($"{Nobody}", 4), Values(status, "Gid"));
        Assert.Empty(Values(status, "Groups"));
        Assert.All(["CapInh", "CapPrm", "CapEff", "CapAmb"], set => Assert.Equal(["0000000000000000"], Values(status, set)));

        var (after, _, _) = await LookAsync(Start(Require.Tool("cat"), "/proc/self/status", "/proc/self/stat"));
        Assert.Equal(Enumerable.Repeat("0", 4), Values(after, "Uid"));
        Assert.Equal(Enumerable.Repeat("0", 4), Values(after, "Gid"));
    }

    private static ProgramStart Start(string file, params string[] arguments) =>
        new(file, arguments, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" });

    /// <summary>Returns what a program prints of itself: its status, then the fields of its stat behind the name.</summary>
    private static async Task<(string Status, string[] Stat, int Niceness)> LookAsync(ProgramStart start)
    {
        using var program = StartingThread.Start(start);
        var said = await new StreamReader(program.Output).ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await program.Ended);
        var stat = said[(said.LastIndexOf(')') + 2)..].Split(' ');
        return (said, stat, int.Parse(stat[16]));
    }

    private static string[] Values(string status, string name) =>
        status.Split('\n').First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..]
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
