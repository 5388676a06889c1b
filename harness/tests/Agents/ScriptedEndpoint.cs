using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Eval.Harness.Tests.Agents;

/// <summary>
/// An OpenAI-compatible endpoint on loopback whose models are scripted agents: the model's name says whose script is played.
/// </summary>
internal sealed class ScriptedEndpoint : IAsyncDisposable
{
    private const long MaxRequestBytes = 64 << 20;
    private readonly Dictionary<string, ScriptedAgent> _agents;
    private readonly ConcurrentDictionary<(string Model, int Task), int> _calls = new();
    private readonly WebApplication _app;

    private ScriptedEndpoint(IEnumerable<ScriptedAgent> agents)
    {
        _agents = agents.ToDictionary(agent => agent.Name, StringComparer.Ordinal);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Gets the address up to and with <c>/v1</c>.</summary>
    public string BaseUrl => _app.Urls.Single() + "/v1";

    public static async Task<ScriptedEndpoint> StartAsync(IEnumerable<ScriptedAgent> agents, CancellationToken ct)
    {
        var endpoint = new ScriptedEndpoint(agents);
        await endpoint._app.StartAsync(ct);
        return endpoint;
    }

    /// <summary>Returns how often an agent was asked about a task.</summary>
    public int CallsOf(ScriptedAgent agent, int task) => _calls.GetValueOrDefault((agent.Name, task));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            await (context.Request.Path.Value == "/v1/chat/completions" ? AnswerAsync(context) : ListAsync(context));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The program has gone.
            context.Abort();
        }
    }

    private Task ListAsync(HttpContext context) => context.Response.WriteAsJsonAsync(
        new { @object = "list", data = _agents.Keys.Select(name => new { id = name, @object = "model" }) });

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        var agent = _agents[request.RootElement.GetProperty("model").GetString()!];
        var messages = request.RootElement.GetProperty("messages").EnumerateArray()
            .Select(message => (message.GetProperty("role").GetString()!, message.GetProperty("content").GetString())).ToList();
        var task = AgentTasks.NumberOf(messages.First(message => message.Item1 == "user").Item2!);
        var call = _calls.AddOrUpdate((agent.Name, task), 1, (_, count) => count + 1) - 1;
        var reply = agent.Rule is { } rule && rule.Breaks(messages) ? Script.Refusal(400, rule.Message) : agent.ReplyTo(task, call);
        await new ScriptedStream(context, agent.Name, reply).WriteAsync();
    }
}
