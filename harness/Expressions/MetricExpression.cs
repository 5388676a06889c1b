using Eval.Datasets;
using Eval.Harness.Metrics;
using Eval.Results.Metrics;
using Eval.Results.Records;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Eval.Harness.Expressions;

/// <summary>
/// A number the user wants beside the built-in ones: a C# expression of the configuration file over one attempt. It is the user's own,
/// trusted code and runs in this process; model-written code never does.
/// </summary>
internal sealed class MetricExpression : IAnswerMetric
{
    private readonly ScriptRunner<double> _runner;

    private MetricExpression(string name, ScriptRunner<double> runner)
    {
        Name = name;
        Signals = [Signal.Own(name)];
        _runner = runner;
    }

    public string Name { get; }

    public IReadOnlyList<Signal> Signals { get; }

    /// <exception cref="FormatException">The expression does not compile; the message says where.</exception>
    public static MetricExpression Compile(string name, string expression) =>
        new(name, TrustedScript.Compile<double>($"(double)({expression})", typeof(MetricInput), $"metrics.{name}"));

    /// <summary>Returns those of a configuration file that compile, and tells the mistakes of the others.</summary>
    public static IReadOnlyList<MetricExpression> CompileAll(
        IReadOnlyDictionary<string, string> expressions, string file, List<string> mistakes)
    {
        var metrics = new List<MetricExpression>();
        foreach (var (name, expression) in expressions)
        {
            try
            {
                metrics.Add(Compile(name, expression));
            }
            catch (FormatException e)
            {
                mistakes.Add($"{file}, {e.Message}");
            }
        }

        return metrics;
    }

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(EvalTask task, Attempt attempt, CancellationToken ct) =>
        await EvaluateAsync(attempt) is { } value ? new Dictionary<string, double> { [Name] = value } : new Dictionary<string, double>();

    /// <summary>Returns the value; null when the expression throws on this attempt.</summary>
    public async Task<double?> EvaluateAsync(Attempt attempt)
    {
        try
        {
            return await _runner(new MetricInput(attempt));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }
}
