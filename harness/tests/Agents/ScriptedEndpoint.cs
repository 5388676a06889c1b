using System.Collections.Concurrent;
using System.Text.Json;
using Eval.Harness.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Tests.Agents;

/// <summary>
/// An OpenAI-compatible endpoint on loopback whose models are scripted agents: the model's name says whose script is played.
/// </summary>
internal sealed class ScriptedEndpoint : IAsyncDisposable
{
    private readonly Dictionary<string, ScriptedAgent> _agents;
    private readonly ConcurrentDictionary<(string Model, int Task), int> _calls = new();
    private LocalServer? _web;

    private ScriptedEndpoint(IEnumerable<ScriptedAgent> agents) =>
        _agents = agents.ToDictionary(agent => agent.Name, StringComparer.Ordinal);

    /// <summary>Gets the address up to and with <c>/v1</c>.</summary>
    public string BaseUrl => _web!.Address + "/v1";

    public static async Task<ScriptedEndpoint> StartAsync(IEnumerable<ScriptedAgent> agents, CancellationToken ct)
    {
        var endpoint = new ScriptedEndpoint(agents);
        endpoint._web = await LocalServer.StartAsync(endpoint.HandleAsync, ct: ct);
        return endpoint;
    }

    /// <summary>Returns how often an agent was asked about a task.</summary>
    public int CallsOf(ScriptedAgent agent, int task) => _calls.GetValueOrDefault((agent.Name, task));

    public ValueTask DisposeAsync() => _web!.DisposeAsync();

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
