using System.Net.Sockets;
using Eval.Harness.Models;
using Eval.Harness.Redaction;

namespace Eval.Harness.Tests.Models;

/// <summary>A model behind a server that a test has scripted.</summary>
internal static class AskedModel
{
    public static ModelRequest Request { get; } = new() { Messages = [new ChatMessage("user", "Write a function that adds two numbers.")] };

    public static ModelSpec Spec(Uri address) =>
        new() { Name = "m", RequestedModel = "m", Source = new EndpointSource(new ProviderSpec { Name = "test", BaseUrl = address }) };

    /// <summary>Asks once.</summary>
    public static async Task<Completion> AskAsync(Func<NetworkStream, Task> answer, Func<ModelSpec, ModelSpec>? with = null,
        SentForms? forms = null)
    {
        await using var server = new ScriptedServer(answer);
        return await AskAsync(server, with, forms);
    }

    /// <summary>Asks once, in as many forms as the endpoint wants.</summary>
    public static async Task<Completion> AskAsync(ScriptedServer server, Func<ModelSpec, ModelSpec>? with = null, SentForms? forms = null)
    {
        await using var saturation = new SaturationProbe();
        var spec = with?.Invoke(Spec(server.BaseUrl)) ?? Spec(server.BaseUrl);
        using var client = HttpConnections.Create(server.BaseUrl, KeyGuard.From(spec.Secrets));
        return await new OpenAiModel(spec, client, saturation, TimeProvider.System, forms)
            .CompleteAsync(Request, TestContext.Current.CancellationToken);
    }

    public static Task<ModelCallException> FailAsync(Func<NetworkStream, Task> answer, Func<ModelSpec, ModelSpec>? with = null) =>
        Assert.ThrowsAsync<ModelCallException>(() => AskAsync(answer, with));

    /// <summary>Asks as a run does, with retries, but without waiting: the waits are kept.</summary>
    public static async Task<(Completion? Completion, ModelCallException? Failure,
        IReadOnlyList<TimeSpan> Waits)> AskWithRetriesAsync(params Func<NetworkStream, Task>[] answers)
    {
        await using var server = new ScriptedServer(answers);
        await using var saturation = new SaturationProbe();
        using var client = HttpConnections.Create(server.BaseUrl, KeyGuard.None());
        var time = new HurriedTime();
        var model = new RetryingModel(new OpenAiModel(Spec(server.BaseUrl), client, saturation, time), EndpointLimiter.Adaptive(),
            new RetryOptions(), new Random(1), time);
        try
        {
            return (await model.CompleteAsync(Request, TestContext.Current.CancellationToken), null, time.Waits);
        }
        catch (ModelCallException e)
        {
            return (null, e, time.Waits);
        }
    }

    /// <summary>A clock whose timers ring at once; it remembers when they should have.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        private readonly List<TimeSpan> _waits = [];

        public IReadOnlyList<TimeSpan> Waits => _waits;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
