using System.Diagnostics;
using System.Reflection;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>Runs the built program as a user does: a process with arguments, an environment and a folder of its own.</summary>
internal sealed class EvalProcess : IDisposable
{
    private const string HearsInterrupt = "--default-signal=INT";
    /// <summary>Nothing takes so long that does not hang, even where other work fills the machine.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-whole-program");

    /// <summary>
    /// One for all tests, so that the references of the bundled set are scored once; where a test needs its own, it says so.
    /// </summary>
    private static readonly string DatasetsFolder = Path.Combine(Path.GetTempPath(), "eval-tests-datasets");

    public Dictionary<string, string?> Environment { get; } = new()
    {
        ["OPENAI_API_KEY"] = null,
        ["OPENAI_BASE_URL"] = null,
        ["NO_COLOR"] = "1",
        ["EVAL_DATASETS"] = DatasetsFolder,
        // Memory that is written or executed and never both is mapped twice: a third of the time that a short program takes to start.
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    /// <summary>Whether runs write pages and charts too, which takes as long as a short run does.</summary>
    public bool HasReports { get; set; }

    public string Folder => _folder.FullName;

    public string RunFolder => Directory.EnumerateDirectories(Path.Combine(Folder, "runs")).Single();

    public void Dispose() => _folder.Delete(recursive: true);

    public Process Start(params string[] arguments) => StartProgram(Program, Complete(arguments));

    /// <summary>
    /// Starts the program as a terminal does. Where tests run in the background, Ctrl-C is ignored, and a program would inherit that.
    /// </summary>
    public Process StartInterruptible(params string[] arguments) =>
        StartProgram(Require.Tool("env"), [HearsInterrupt, Program, .. Complete(arguments)]);

    /// <summary>Starts the program in a session of its own, so that a signal can be sent to all of it, as a terminal does.</summary>
    public Process StartSession(params string[] arguments) =>
        StartProgram(Require.Tool("setsid"), ["env", HearsInterrupt, Program, .. Complete(arguments)]);

    private string[] Complete(string[] arguments) =>
        !HasReports && arguments is ["run" or "grade", ..] or [['-', '-', ..], _, ..] ? [.. arguments, "--no-report"] : arguments;

    private static string Program { get; } = typeof(EvalProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == nameof(Program)).Value!;

    private Process StartProgram(string file, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        foreach (var (name, value) in Environment)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }

    public async Task<Result> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await FinishAsync(process);
    }

    public static async Task<Result> FinishAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new Result(process.ExitCode, await output, await error);
    }

    internal sealed record Result(int ExitCode, string Output, string Error);
}
