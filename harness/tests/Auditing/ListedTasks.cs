using Eval.Datasets;

namespace Eval.Harness.Tests.Auditing;

/// <summary>A data set held in memory.</summary>
internal sealed class ListedTasks(params FunctionTask[] tasks) : IDataset
{
    public string Name => "listed";

    public string Hash => "0";

    public IAsyncEnumerable<EvalTask> ReadAsync(CancellationToken ct) => tasks.ToAsyncEnumerable();
}
