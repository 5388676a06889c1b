using Eval.Harness.Options;

namespace Eval.Harness.Runs;

/// <summary>Where what comes of a run goes, and how much is written of it.</summary>
/// <param name="Root">The folder of all runs, as it was typed.</param>
/// <param name="HasPages">Whether pages, charts and routing are wanted beside the data.</param>
internal sealed record RunOutput(string Root, bool HasPages)
{
    /// <summary>Returns the folder of a run.</summary>
    public string FolderOf(string runId) => Path.Combine(Root, runId);

    /// <summary>Returns what names a run in other commands.</summary>
    public string ArgumentsOf(string runId) => runId + (Root == new RunOptions().Out ? "" : $" --out {Root}");
}
