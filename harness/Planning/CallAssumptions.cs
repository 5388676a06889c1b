using Eval.Datasets;
using Eval.Harness.Budgets;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Routing;
using Eval.Harness.Simulation;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Harness.Planning;

/// <summary>What is assumed of a model that no earlier run knows on these tasks.</summary>
internal sealed class CallAssumptions(SandboxOptions sandboxes, IssueOptions issues)
{
    /// <summary>Output tokens of a reply to a function task: a short one, and one with much explanation or reasoning.</summary>
    public const int FewOutputTokens = 150;
    public const int ManyOutputTokens = 1200;

    /// <summary>Calls of an agent that finds its way at once; the most are its limit.</summary>
    public const int FewCalls = 5;

    /// <summary>Tokens of what a command prints.</summary>
    private const int ObservationTokens = 500;

    /// <summary>A quick endpoint and a slow one: time to first token, then tokens per second.</summary>
    private static readonly (double Seconds, double TokensPerSecond) Quick = (0.5, 100);
    private static readonly (double Seconds, double TokensPerSecond) Slow = (3, 25);

    /// <summary>Returns the forecast of a number of attempts at each task.</summary>
    public ModelForecast Forecast(ModelSpec model, IReadOnlyList<(EvalTask Task, int Requests)> tasks)
    {
        if (model.Source is PolicySource policy)
        {
            return Forecast(model, policy.Policy, tasks);
        }

        var parts = tasks.Where(task => task.Requests > 0).Select(task => Of(model, task.Task, task.Requests)).ToList();
        return new ModelForecast
        {
            Model = model.Name,
            Requests = tasks.Sum(task => task.Requests),
            InputTokens = Sum(parts, part => part.InputTokens),
            OutputTokens = Sum(parts, part => part.OutputTokens),
            CostUsd = model.Price is null ? null : Sum(parts, part => part.CostUsd!.Value),
            CallSeconds = Sum(parts, part => part.CallSeconds),
            SandboxSeconds = Sum(parts, part => part.SandboxSeconds),
        };
    }

    /// <summary>From where everything goes well to where all that may be asked are.</summary>
    private ModelForecast Forecast(ModelSpec model, RoutingPolicy policy, IReadOnlyList<(EvalTask Task, int Requests)> tasks)
    {
        var asked = model.Asked.ToDictionary(one => one.Name, one => Forecast(one, tasks));
        EstimatedRange Bounds(Func<ModelForecast, EstimatedRange> value) => new(
            (double)PolicyBounds.Least(policy, name => (decimal)value(asked[name]).Low),
                (double)PolicyBounds.Max(policy, name => (decimal)value(asked[name]).High));
        var any = asked.Values.First();
        return any with
        {
            Model = model.Name,
            InputTokens = Bounds(one => one.InputTokens),
            OutputTokens = Bounds(one => one.OutputTokens),
            CostUsd = asked.Values.Any(one => one.CostUsd is null) ? null : Bounds(one => one.CostUsd!.Value),
            CallSeconds = Bounds(one => one.CallSeconds),
        };
    }

    /// <summary>What scoring one answer takes, compiling and a container's start included.</summary>
    public EstimatedRange SandboxSecondsOf(EvalTask task) => task switch
    {
        IssueTask => new EstimatedRange(5, 120),
        _ when task.Language == "csharp" && sandboxes.Kind != "docker" => new EstimatedRange(0.05, 0.5),
        _ => new EstimatedRange(0.1, 1),
    };

    private static EstimatedRange Sum(List<ModelForecast> parts, Func<ModelForecast, EstimatedRange> value) =>
        parts.Aggregate(new EstimatedRange(0, 0), (sum, part) => sum + value(part));

    private ModelForecast Of(ModelSpec model, EvalTask task, int requests)
    {
        var isAgent = task is IssueTask && issues.IsAgent;
        var max = Math.Min(model.Parameters.OutputLimit ?? ManyOutputTokens, ManyOutputTokens);
        var tokens = new EstimatedRange(Math.Min(FewOutputTokens, max), max);
        var calls = isAgent ? new EstimatedRange(Math.Min(FewCalls, issues.Agent.MaxSteps), issues.Agent.MaxSteps)
            : new EstimatedRange(1, 1);
        var input = new EstimatedRange(Input(task, calls.Low, tokens.Low), Input(task, calls.High, tokens.High));
        var output = new EstimatedRange(calls.Low * tokens.Low, calls.High * tokens.High);
        var (quick, slow) = Speeds(model);
        return new ModelForecast
        {
            Model = model.Name,
            Requests = requests,
            InputTokens = input * requests,
            OutputTokens = output * requests,
            CostUsd = model.Price is { } price ? Cost(price, input, output, isAgent) * requests : null,
            CallSeconds = new EstimatedRange((calls.Low * quick.Seconds) + (output.Low / quick.TokensPerSecond),
                (calls.High * slow.Seconds) + (output.High / slow.TokensPerSecond)) * requests,
            SandboxSeconds = SandboxSecondsOf(task) * requests,
        };
    }

    /// <summary>Every call of an agent sends again all that was said before.</summary>
    private static double Input(EvalTask task, double calls, double outputTokens) =>
        (calls * CallBounds.TokensOf(task)) + ((outputTokens + ObservationTokens) * calls * (calls - 1) / 2);

    private EstimatedRange Cost(Price price, EstimatedRange input, EstimatedRange output, bool isAgent)
    {
        double Usd(double inputTokens, double outputTokens) =>
            ((inputTokens * (double)price.InputUsdPerMillionTokens) + (outputTokens * (double)price.OutputUsdPerMillionTokens)) / 1e6;
        var (low, high) = (Usd(input.Low, output.Low), Usd(input.High, output.High));
        var max = isAgent ? (double)issues.Agent.CostLimitUsd : double.PositiveInfinity;
        return new EstimatedRange(Math.Min(low, max), Math.Min(high, max));
    }

    private static ((double Seconds, double TokensPerSecond) Quick, (double Seconds, double TokensPerSecond) Slow) Speeds(ModelSpec model)
    {
        if (!model.IsSimulated || SimulatedProvider.Find(model.RequestedModel) is not { } profile)
        {
            return (Quick, Slow);
        }

        var known = ((profile.TtftMedianMs / 1000) + (profile.ReasoningTokens / profile.TokensPerSecond), profile.TokensPerSecond);
        return (known, known);
    }
}
