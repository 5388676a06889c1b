using System.Text;
using Eval.Sandboxes.Workspaces;

namespace Eval.Sandboxes.Tests.Workspaces;

/// <summary>What an agent may try in a working copy, on a real engine.</summary>
[Trait("Needs", "docker")]
public sealed class WorkspaceTests(WorkspaceFixture fixture) : IClassFixture<WorkspaceFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_runs_in_the_copy_and_tells_output_and_exit_code()
    {
        await using var copy = await fixture.OpenAsync();

        var result = await copy.RunAsync("pwd; cat a.txt; echo wrong >&2; exit 3", new CommandLimits(), Ct);

        Assert.Equal((3, "/testbed\nfirst\nwrong\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Each_command_is_a_shell_of_its_own_and_files_stay()
    {
        await using var copy = await fixture.OpenAsync();

        await copy.RunAsync("cd sub; export X=1; echo more > b.txt", new CommandLimits(), Ct);
        var result = await copy.RunAsync("pwd; echo \"[$X]\"; cat sub/b.txt", new CommandLimits(), Ct);

        Assert.Equal("/testbed\n[]\nmore\n", result.Output);
    }

    [Fact]
    public async Task The_history_ends_at_the_base_and_no_hidden_file_is_there()
    {
        await using var copy = await fixture.OpenAsync();

        var log = await copy.RunAsync(
            "git log --all --oneline | wc -l; git remote -v; git reflog | wc -l; git stash list; git fsck --lost-found 2>/dev/null",
                new CommandLimits(), Ct);
        var hidden = await copy.RunAsync("grep -rl HIDDEN-TEST / --include='*' 2>/dev/null --exclude-dir=proc --exclude-dir=sys | head",
            new CommandLimits(), Ct);

        Assert.Equal("1\n0\n", log.Output);
        Assert.Equal("", hidden.Output);
    }

    [Fact]
    public async Task There_is_no_network_but_itself_no_root_and_nothing_to_write_to_but_copy_and_scratch()
    {
        await using var copy = await fixture.OpenAsync();

        var result = await copy.RunAsync(
            """
            id -u
            python3 -c 'import socket; socket.create_connection(("1.1.1.1", 53), 2)' 2>&1 | tail -1
            python3 -c 'import socket; s = socket.create_server(("localhost", 0))
            socket.create_connection(("localhost", s.getsockname()[1]), 2); print("itself")'
            for f in / /etc /usr/bin /eval /eval/base /eval/base/.git /eval/reporters /root /var/tmp
            do touch $f/x 2>/dev/null && echo "wrote $f"; done
            for f in hosts hostname resolv.conf; do echo x 2>/dev/null >> /etc/$f && echo "wrote $f"; done
            cat /etc/shadow 2>&1 | head -1
            env | grep -ic 'key\|token\|secret'
            grep CapEff /proc/self/status
            ls /var/run/docker.sock 2>&1
            """,
            new CommandLimits(),
            Ct);

        Assert.StartsWith("65534\nOSError: [Errno 101] Network is unreachable\nitself\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("wrote", result.Output, StringComparison.Ordinal);
        Assert.Contains("shadow: Permission denied", result.Output, StringComparison.Ordinal);
        Assert.Contains("CapEff:\t0000000000000000", result.Output, StringComparison.Ordinal);
        Assert.Contains("docker.sock': No such file", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_differs_from_the_base_is_told_and_can_be_put_back()
    {
        await using var copy = await fixture.OpenAsync();
        await copy.RunAsync("echo changed >> a.txt; rm -rf sub; ln -s /tmp sub; echo 'new: x' > 'n ew.txt'; echo '*.log' > .gitignore; "
            + "echo x > y.log; mkdir -p d/e; echo '#!' > d/e/run; chmod 755 d/e/run", new CommandLimits(), Ct);

        var changes = (await copy.ChangesAsync(Ct)).ToDictionary(file => file.Path);
        await copy.RestoreAsync(changes.Keys, Ct);
        var left = await copy.RunAsync("git status --porcelain --ignored; cat a.txt", new CommandLimits(), Ct);

        Assert.Equal([".gitignore", "a.txt", "d/e/run", "n ew.txt", "sub", "sub/inner.txt", "y.log"],
            changes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((true, true, false), (changes["a.txt"].IsInBase, changes["a.txt"].IsInCopy, changes["a.txt"].IsLink));
        Assert.Equal((false, true, true), (changes["sub"].IsInBase, changes["sub"].IsInCopy, changes["sub"].IsLink));
        Assert.Equal((true, false), (changes["sub/inner.txt"].IsInBase, changes["sub/inner.txt"].IsInCopy));
        Assert.True(changes["d/e/run"].BecomesExecutable);
        Assert.Equal("first\n", left.Output);
    }

    [Fact]
    public async Task What_a_command_writes_to_a_channel_is_here_and_nothing_there_can_read_or_change_it()
    {
        await using var copy = await fixture.OpenAsync();
        await using var channel = await copy.ListenAsync("/tmp/channel", 1 << 20, Ct);

        var result = await copy.RunAsync(
            "echo one > /tmp/channel; cat /tmp/channel; rm -f /tmp/channel; mv /tmp/channel /tmp/x; chmod 777 /tmp/channel; ls /tmp",
                new CommandLimits(), Ct);

        Assert.Equal("one\n", await channel.CloseAsync(Ct));
        Assert.Contains("cat: /tmp/channel: Permission denied", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nchannel\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_nobody_writes_to_ends_and_one_that_is_flooded_tells_so()
    {
        await using var copy = await fixture.OpenAsync();
        await using var silent = await copy.ListenAsync("/tmp/silent", 1 << 20, Ct);
        await using var flooded = await copy.ListenAsync("/tmp/flooded", 1 << 20, Ct);

        await copy.RunAsync("head -c 3000000 /dev/zero > /tmp/flooded", new CommandLimits(), Ct);

        Assert.Equal("", await silent.CloseAsync(Ct));
        Assert.Null(await flooded.CloseAsync(Ct));
    }

    [Fact]
    public async Task Deleting_everything_leaves_a_copy_that_can_be_compared()
    {
        await using var copy = await fixture.OpenAsync();

        await copy.RunAsync("rm -rf --no-preserve-root / 2>/dev/null; rm -rf /testbed/.git /testbed/a.txt; echo new > /testbed/c.txt",
            new CommandLimits(), Ct);
        var diff = (await copy.DiffAsync(Ct)).Patch;

        Assert.Contains("deleted file mode 100644\n", diff, StringComparison.Ordinal);
        Assert.Contains("+++ b/c.txt\n@@ -0,0 +1 @@\n+new\n", diff, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_the_copys_own_git_do_not_take_part_in_the_comparison()
    {
        await using var copy = await fixture.OpenAsync();

        await copy.RunAsync(
            """
            git config diff.external 'touch /tmp/ran; echo forged'; git config core.fsmonitor 'touch /tmp/ran'
            git config diff.noprefix true
            echo '*.txt diff=x' > .gitattributes; git config diff.x.textconv 'touch /tmp/ran; cat'
            echo second > a.txt; git -c user.name=x -c user.email=x@x commit -qam done; rm -f /tmp/ran
            """,
            new CommandLimits(),
            Ct);
        var diff = (await copy.DiffAsync(Ct)).Patch;
        var ran = await copy.RunAsync("ls /tmp/ran", new CommandLimits(), Ct);

        Assert.Contains("--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-first\n+second\n", diff, StringComparison.Ordinal);
        Assert.False(ran.Succeeded);
    }

    [Fact]
    public async Task A_change_is_told_beside_a_repository_within_the_copy_and_files_that_cannot_be_read()
    {
        await using var copy = await fixture.OpenAsync();

        await copy.RunAsync("git init -q empty; git init -q made; cd made; echo new > c.txt; git add c.txt; git -c user.name=x -c "
            + "user.email=x@x commit -qm c; echo x > ../d.txt; chmod 000 ../d.txt ../sub", new CommandLimits(), Ct);
        var diff = (await copy.DiffAsync(Ct)).Patch;

        Assert.Contains("+++ b/made/c.txt\n@@ -0,0 +1 @@\n+new\n", diff, StringComparison.Ordinal);
        Assert.Contains("+++ b/d.txt\n", diff, StringComparison.Ordinal);
        Assert.DoesNotContain("deleted file", diff, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_was_made_executable_is_one_in_the_patch_and_nothing_else_is_changed()
    {
        await using var copy = await fixture.OpenAsync();

        var untouched = (await copy.DiffAsync(Ct)).Patch;
        await copy.RunAsync("echo 'echo hello' > run.sh; chmod +x run.sh", new CommandLimits(), Ct);
        var diff = (await copy.DiffAsync(Ct)).Patch;

        Assert.Equal("", untouched);
        Assert.StartsWith("diff --git a/run.sh b/run.sh\nnew file mode 100755\n", diff, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_removed_moved_or_made_executable_to_make_a_copy_ready_is_no_change()
    {
        await using var copy = await fixture.OpenAsync("mv a.txt sub/inner.txt; mkdir a.txt; echo x > a.txt/b; chmod +x .hidden");

        var files = await copy.RunAsync("find . -name .git -prune -o -type f -printf '%P\n' | sort; cat sub/inner.txt", new CommandLimits(),
            Ct);

        Assert.Equal(".hidden\na.txt/b\nsub/inner.txt\nfirst\n", files.Output);
        Assert.Equal("", (await copy.DiffAsync(Ct)).Patch);
    }

    [Fact]
    public async Task A_change_in_another_encoding_is_a_patch_that_applies()
    {
        await using var copy = await fixture.OpenAsync();
        await using var other = await fixture.OpenAsync();
        await copy.RunAsync("printf 'caf\\351\\n' >> a.txt", new CommandLimits(), Ct);

        var patch = (await copy.DiffAsync(Ct)).Patch;
        var path = await other.WriteScratchAsync("patch.diff", Encoding.UTF8.GetBytes(patch!), Ct);
        var result = await other.RunAsync($"git apply {path} && od -An -c a.txt", new CommandLimits(), Ct);

        Assert.Contains("c   a   f 351", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_ended_with_all_it_started_and_its_output_is_kept()
    {
        await using var copy = await fixture.OpenAsync();

        var result = await copy.RunAsync("echo begun; (trap '' TERM HUP; setsid sleep 600) & sleep 600",
            new CommandLimits { Time = TimeSpan.FromSeconds(1) }, Ct);
        var left = await copy.RunAsync("ps -eo comm= | sort | uniq -c", new CommandLimits(), Ct);

        Assert.True(result.IsTimedOut);
        Assert.Null(result.ExitCode);
        Assert.Equal("begun\n", result.Output);
        Assert.DoesNotContain("sleep", left.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_runs_in_the_background_ends_with_its_command()
    {
        await using var copy = await fixture.OpenAsync();

        var result = await copy.RunAsync("for i in 1 2 3; do (setsid sleep 600 &) ; done; nohup sleep 600 & echo done", new CommandLimits(),
            Ct);
        var left = await copy.RunAsync("ps -eo comm= | grep -c sleep", new CommandLimits(), Ct);

        Assert.Equal((0, "done\n"), (result.ExitCode, result.Output));
        Assert.Equal("0\n", left.Output);
    }

    [Fact]
    public async Task Output_without_end_is_cut_and_the_command_ended()
    {
        await using var copy = await fixture.OpenAsync();

        var result = await copy.RunAsync("echo begin; yes", new CommandLimits { KeptOutputBytes = 2000, MaxOutputBytes = 5 << 20 }, Ct);
        var next = await copy.RunAsync("echo fine", new CommandLimits(), Ct);

        Assert.True(result.IsOutputExceeded);
        Assert.StartsWith("begin\ny\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("bytes left out", result.Output, StringComparison.Ordinal);
        Assert.True(result.Output.Length < 2200);
        Assert.Equal("fine\n", next.Output);
    }

    [Theory]
    [InlineData(":(){ :|:& };:")]
    [InlineData("python3 -c 'import os\nwhile True:\n  try: os.fork()\n  except OSError: pass'")]
    [InlineData("(setsid sleep 600 &); kill -KILL $PPID")]
    [InlineData("python3 -c \"x = bytearray(64 << 30)\"")]
    [InlineData("head -c 3G /dev/zero > big; true")]
    [InlineData("kill -KILL 1; kill -KILL -1")]
    [InlineData("kill -STOP 1; kill -TERM 1")]
    [InlineData("exec 0<&- 1>&- 2>&-; sleep 600")]
    public async Task A_command_that_uses_up_everything_leaves_the_container_alive(string command)
    {
        await using var copy = await fixture.OpenAsync();

        await copy.RunAsync(command, new CommandLimits { Time = TimeSpan.FromSeconds(1) }, Ct);
        var next = await copy.RunAsync("rm -f big; echo fine; ps -eo comm= | grep -c -e sleep -e python", new CommandLimits(), Ct);

        Assert.Equal("fine\n0\n", next.Output);
    }

    [Fact]
    public async Task Files_are_written_over_what_stands_in_their_way()
    {
        await using var copy = await fixture.OpenAsync();
        await copy.RunAsync("rm a.txt; mkdir -p a.txt/x; ln -s /etc/passwd link.txt; chmod 000 sub", new CommandLimits(), Ct);

        await copy.WriteAsync(new Dictionary<string, byte[]> { ["a.txt"] = Encoding.UTF8.GetBytes("new"),
            ["link.txt"] = Encoding.UTF8.GetBytes("mine") }, Ct);
        var result = await copy.RunAsync("cat a.txt link.txt; test -L link.txt && echo link", new CommandLimits(), Ct);

        Assert.Equal("newmine", result.Output);
    }

    [Fact]
    public async Task Files_whose_folder_leads_nowhere_are_told_and_are_no_failure_of_the_machine()
    {
        await using var copy = await fixture.OpenAsync();
        await copy.RunAsync("ln -s /nowhere tests; ln -s /eval/base locked", new CommandLimits(), Ct);

        foreach (var file in new[] { "tests/a.txt", "locked/a.txt", "a.txt/b.txt" })
        {
            Assert.StartsWith("tar: ", await copy.WriteAsync(new Dictionary<string, byte[]> { [file] = [1] }, Ct),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_container_is_left()
    {
        var copy = await fixture.OpenAsync();
        await copy.RunAsync("(setsid sleep 600 &); true", new CommandLimits(), Ct);

        await copy.DisposeAsync();

        await fixture.AssertNoContainersAsync();
    }

    [Fact]
    public async Task What_is_too_large_for_a_patch_is_left_out_by_name_and_keeps_nothing_else_from_being_told()
    {
        await using var copy = await fixture.OpenAsync();

        await copy.RunAsync(
            """
            echo second >> a.txt; truncate -s 1G sparse; head -c 40M /dev/urandom > random; head -c 17M /dev/zero | tr '\0' x > long.txt
            head -c 9M /dev/zero | tr '\0' x > half.txt; head -c 8M /dev/zero | tr '\0' y > rest.txt; head -c 2G /dev/zero > /tmp/full
            mkdir many; (cd many; seq 1 21000 | xargs touch)
            """,
            new CommandLimits(),
            Ct);
        var diff = await copy.DiffAsync(Ct);

        Assert.Equal("sparse (1,073,741,824 bytes)", diff.LeftOut[0]);
        Assert.Contains(diff.LeftOut, name => name.StartsWith("random (", StringComparison.Ordinal));
        Assert.Contains(diff.LeftOut, name => name.StartsWith("long.txt (", StringComparison.Ordinal));
        Assert.Contains("+++ b/a.txt\n@@ -1 +1,2 @@\n first\n+second\n", diff.Patch, StringComparison.Ordinal);
        Assert.InRange(diff.Patch.Length, 1 << 20, 16 << 20);
    }

    [Fact]
    public async Task Whatever_a_copy_is_full_of_the_rest_is_told()
    {
        await using var copy = await fixture.OpenAsync();

        await copy.RunAsync(
            """
            rm -rf .git; echo 'gitdir: /nowhere' > .git; rm -f .hidden; mkfifo .hidden; ln -s loop loop; ln -s . here
            mkdir -p x/.GIT 'git~1'; touch x/.GIT/y 'git~1/z'
            touch -- '-rf' ' lead' 'trail ' $'n\nl' 'q"x' $'bad\377' 'back\slash'
            printf '* working-tree-encoding=UTF-16\n' > .gitattributes
            mkdir -p /tmp/.eval-diff/a /eval/scratch/x; chmod 000 /tmp/.eval-diff/a
            ln -s /etc z; mkdir -m 000 closed; (umask 777; echo new > secret.txt)
            for i in $(seq 1 300); do mkdir dddddddddddddddddddd && cd dddddddddddddddddddd || break; done; touch deep; cd /testbed
            echo second > a.txt
            """,
            new CommandLimits(),
            Ct);
        await copy.RunAsync("kill -STOP $PPID", new CommandLimits { Time = TimeSpan.FromSeconds(1) }, Ct);
        var diff = await copy.DiffAsync(Ct);

        Assert.Contains("--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-first\n+second\n", diff.Patch, StringComparison.Ordinal);
        Assert.Contains("diff --git a/.hidden b/.hidden\ndeleted file mode 100644\n", diff.Patch, StringComparison.Ordinal);
        Assert.All(["b/-rf\n", "b/ lead\n", "b/trail \n", "\"b/n\\nl\"", "\"b/bad\\377\"", "b/git~1/z", "b/secret.txt\n"],
            name => Assert.Contains(name, diff.Patch, StringComparison.Ordinal));
        Assert.Empty(diff.LeftOut);
    }

    [Fact]
    public async Task A_second_copy_needs_no_second_image()
    {
        await using var first = await fixture.OpenAsync();
        var built = fixture.Built.Count;

        await using var second = await fixture.OpenAsync();

        Assert.Equal(built, fixture.Built.Count);
    }
}
