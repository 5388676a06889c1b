using Eval.Datasets;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Results.Storage;
using Eval.Results.Tables;
using Eval.Sandboxes;

namespace Eval.Harness.CommandLine;

/// <summary>What went wrong, as the user is told of it; anything else is a fault of the program.</summary>
/// <param name="Sentences">What is said, a sentence a line.</param>
/// <param name="ExitCode">The exit code that it leads to.</param>
internal sealed record Failure(IReadOnlyList<string> Sentences, int ExitCode)
{
    /// <summary>Returns what an exception means to the user; null for a fault of the program.</summary>
    public static Failure? From(Exception exception) => exception switch
    {
        UsageException usage => new Failure(usage.Mistakes, Options.ExitCode.Usage),
        DatasetFormatException or OutcomeTableException => new Failure(exception.Message.Split('\n'), Options.ExitCode.Usage),
        OutputException output => new Failure(output.Reasons, Options.ExitCode.Infrastructure),
        SandboxUnavailableException or RunStoreException or IOException or UnauthorizedAccessException =>
            new Failure([exception.Message], Options.ExitCode.Infrastructure),
        _ => null,
    };
}
