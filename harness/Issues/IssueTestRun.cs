using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Datasets;
using Eval.Harness.Issues.Tracing;
using Eval.Harness.Scoring;
using Eval.Harness.TestResults;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>One run of a working copy's tests.</summary>
/// <param name="Command">How the command ended; of a build that failed, how that did.</param>
/// <param name="Report">What the runner told; null when its time or output was used up.</param>
internal sealed partial record IssueTestRun(CommandResult Command, TestReport? Report)
{
    private const string RunFile = "eval-run";
    private const int NonceBytes = 32;
    private const int PathBytes = 16;
    private const int KeptLogBytes = 4 << 20;
    private const int MaxResultBytes = 64 << 20;
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMinutes(2);
    /// <summary>Whether the tests were not run because the code does not build.</summary>
    private bool IsBuildFailed { get; init; }

    /// <summary>
    /// Builds where the environment does that apart, and runs a task's tests. Where results go is decided anew each time, behind the build,
    /// and the reporter is handed a key for them, which it takes away before it loads anything of the repository: what a patch writes at
    /// such a place, or prints, is no result.
    /// </summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public static async Task<IssueTestRun> StartAsync(IssueTask task, WorkspaceEnvironment environment, Workspace workspace, TimeSpan time,
        CancellationToken ct)
    {
        var format = TestResultReader.FormatOf(environment.Results);
        var building = TimeSpan.Zero;
        if (environment.Build is { } build)
        {
            var built = await workspace.RunAsync(build, new CommandLimits { Time = time, KeptOutputBytes = KeptLogBytes }, ct);
            if (!built.Succeeded)
            {
                return new IssueTestRun(built, built.ExitCode is null
                    ? null : new TestReport { Reported = [], IsWhole = false }) { IsBuildFailed = true };
            }

            building = built.Duration;
        }

        var nonce = RandomNumberGenerator.GetHexString(NonceBytes, lowercase: true);
        var results = $"/tmp/eval-results-{RandomNumberGenerator.GetHexString(PathBytes, lowercase: true)}";
        await workspace.WriteScratchAsync(RunFile, JsonSerializer.SerializeToUtf8Bytes(new { nonce, results }), ct);
        var file = environment.ResultsFile?.Replace("{results}", results, StringComparison.Ordinal);
        await using var channel = format == TestResultFormat.Lines && file == results
            ? await workspace.ListenAsync(results, MaxResultBytes, ct) : null;
        var command = CommandOf(task, environment).Replace("{results}", results, StringComparison.Ordinal);
        var ran = await workspace.RunAsync(command, new CommandLimits { Time = time - building, KeptOutputBytes = KeptLogBytes }, ct);
        var text = channel is not null ? await channel.CloseAsync(ct) : file is null ? ran.Output : null;
        ran = ran with { Duration = ran.Duration + building };
        if (ran.IsTimedOut || ran.IsOutputExceeded)
        {
            return new IssueTestRun(ran, null);
        }

        if (channel is null && file is not null)
        {
            text = (await workspace.RunAsync($"cat {file} 2>/dev/null",
                new CommandLimits { Time = ReadingTime, KeptOutputBytes = MaxResultBytes }, ct)).Output;
        }

        return new IssueTestRun(
            ran,
            text is not null ? TestResultReader.Read(format, text, nonce)
                : new TestReport { Reported = [], IsWhole = false,
                    Tampering = $"more than {MaxResultBytes >> 20} MiB were written where results go" });
    }

    /// <summary>Why what the runner told cannot be all, or not the runner's own; null when there is no such sign.</summary>
    public string? Doubt() => IsBuildFailed
        ? $"it does not build (exit code {Command.ExitCode}): {FirstError(Command.Output)}"
        : Report is null ? null : RunDoubt.Find(Report, Command.ExitCode, ShellText.LastLine(Command.Output));

    /// <summary>Says of a run that told other things than its tests what the runner may have failed at.</summary>
    public string NothingRun()
    {
        var output = Colours().Replace(Command.Output, "");
        // A line that ends with a colon only says that an error follows.
        var error = TextLines.Split(output).FirstOrDefault(line => Failures().IsMatch(line) && !line.TrimEnd().EndsWith(':'));
        return $"none of the listed tests was run (exit code {Command.ExitCode}): "
            + $"{ResultReader.Short(error?.Trim() ?? ShellText.LastLine(output))}";
    }

    private static string FirstError(string output) =>
        TextLines.Split(output).FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim()
            ?? ShellText.LastLine(output);

    [GeneratedRegex(@"\x1b\[[\d;]*m")]
    private static partial Regex Colours();

    [GeneratedRegex("error|not found|cannot (?:be )?f(?:ind|ound)", RegexOptions.IgnoreCase)]
    private static partial Regex Failures();

    private static string CommandOf(IssueTask task, WorkspaceEnvironment environment)
    {
        // A snapshot's whole suite is run; of SWE-bench's repositories the files that the test patch touches.
        var files = task.TestPatch is null ? [] : task.TestFiles.Where(TestFiles.MayHoldTests).ToList();
        var names = environment.NamesFilesAsLabels ? files.Select(Label) : files;
        return (task.TestCommand ?? environment.Tests)
            .Replace("{files}", string.Join(' ', names.Select(ShellText.Quoted)), StringComparison.Ordinal);
    }

    private static string Label(string file)
    {
        var path = file.StartsWith("tests/", StringComparison.Ordinal) ? file["tests/".Length..] : file;
        return (path.EndsWith(".py", StringComparison.Ordinal) ? path[..^".py".Length] : path).Replace('/', '.');
    }
}
