using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Eval.Sandboxes;

namespace Eval.Harness.Issues;

/// <summary>
/// Runs git on this machine, on repositories that are read and never trusted: no hook and no setting of the user's takes part.
/// </summary>
internal static class GitProcess
{
    /// <summary>Returns the exit code and what was said.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables, CancellationToken ct)
    {
        var start = new ProcessStartInfo("git",
            ["-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never", "-c", "gc.auto=0", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        // A mirror often belongs to another user.
        start.Environment["GIT_CONFIG_COUNT"] = "1";
        start.Environment["GIT_CONFIG_KEY_0"] = "safe.directory";
        start.Environment["GIT_CONFIG_VALUE_0"] = "*";
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new SandboxUnavailableException("git is not on this machine; install it (Debian: apt-get install git).", e);
        }

        using (process)
        {
            process.StandardInput.Close();
            // A reader would take a byte order mark for its own.
            using var output = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(output, ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            try
            {
                await process.WaitForExitAsync(ct);
                await reading;
                return (process.ExitCode, Encoding.UTF8.GetString(output.GetBuffer().AsSpan(0, (int)output.Length)), await error);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }
}
