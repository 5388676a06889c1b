using Eval.Datasets;
using Microsoft.CodeAnalysis.Scripting;

namespace Eval.Harness.Expressions;

/// <summary>The configuration file's choice of tasks: a C# expression over one task, trusted like <see cref="MetricExpression"/>.</summary>
internal sealed class TaskFilterExpression(ScriptRunner<bool> runner)
{
    /// <exception cref="FormatException">The expression does not compile.</exception>
    public static TaskFilterExpression Compile(string expression) =>
        new(TrustedScript.Compile<bool>(expression, typeof(EvalTask), "filter"));

    public Task<bool> IncludesAsync(EvalTask task, CancellationToken ct) => runner(task, ct);
}
