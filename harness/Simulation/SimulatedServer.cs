using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Hosting;
using Eval.Harness.Prompts;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Simulation;

/// <summary>An OpenAI-compatible endpoint on loopback whose models are simulated: real HTTP, real streaming, real delays.</summary>
internal sealed class SimulatedServer : IAsyncDisposable
{
    private const long MaxRequestBytes = 4 << 20;
    private readonly SimulatedServerOptions _options;
    private readonly Dictionary<string, FunctionTask> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IssueTask> _issues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly SimulatedAuthor _author = new();
    private readonly CallCounter _counter = new();
    private LocalServer? _web;

    private SimulatedServer(SimulatedServerOptions options)
    {
        _options = options;
        foreach (var task in options.Tasks)
        {
            _tasks[Key(options.UserMessage(task))] = task;
            _positions.TryAdd($"{task.Dataset}/{task.Id}", _positions.Count);
        }

        foreach (var issue in options.Issues)
        {
            _issues[Key(AgentPrompt.UserMessage(issue))] = issue;
            _positions.TryAdd($"{issue.Dataset}/{issue.Id}", _positions.Count);
        }
    }

    /// <summary>Gets the address up to and with <c>/v1</c>.</summary>
    public Uri BaseUrl => new(_web!.Address + "/v1");

    public static async Task<SimulatedServer> StartAsync(SimulatedServerOptions options, CancellationToken ct)
    {
        var server = new SimulatedServer(options);
        server._web = await LocalServer.StartAsync(server.HandleAsync,
            new LocalServerOptions { Port = options.Port, MaxRequestBytes = MaxRequestBytes }, ct);
        return server;
    }

    public ValueTask DisposeAsync() => _web!.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers["x-simulated"] = "true";
        try
        {
            await (context.Request.Path.Value switch
            {
                "/v1/models" when HttpMethods.IsGet(context.Request.Method) => ListAsync(context),
                "/v1/chat/completions" when HttpMethods.IsPost(context.Request.Method) => CompleteAsync(context),
                "/v1/models" or "/v1/chat/completions" =>
                    ErrorAsync(context, 405, "method_not_allowed", "This path does not take this method."),
                _ => ErrorAsync(context, 404, "not_found", "There is only /v1/chat/completions and /v1/models."),
            });
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client has gone.
            context.Abort();
        }
    }

    private static Task ListAsync(HttpContext context) => context.Response.WriteAsJsonAsync(new
    {
        @object = "list",
        data = SimulatedProvider.Profiles.Select(profile => new { id = profile.Name, @object = "model", owned_by = "simulated" }),
    });

    private async Task CompleteAsync(HttpContext context)
    {
        SimulatedRequest request;
        try
        {
            using var json = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            request = SimulatedRequest.Read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or BadHttpRequestException)
        {
            await ErrorAsync(context, 400, "invalid_request_error", e.Message);
            return;
        }

        var name = request.Model.StartsWith(SimulatedProvider.Name + "/", StringComparison.Ordinal)
            ? request.Model[(SimulatedProvider.Name.Length + 1)..] : request.Model;
        if (SimulatedProvider.Find(name) is not { } profile)
        {
            await ErrorAsync(context, 404, "model_not_found",
                $"The model '{request.Model}' does not exist; there are {string.Join(", ", SimulatedProvider.Names)}.");
            return;
        }

        profile = _options.Incidents.GetValueOrDefault(name)?.ApplyTo(profile) ?? profile;
        var issue = _issues.GetValueOrDefault(Key(request.FirstUserMessage));
        var single = issue is null
            ? _options.Issues.FirstOrDefault(candidate => request.FirstUserMessage.Contains(candidate.Prompt.Trim(),
                StringComparison.Ordinal)) : null;
        issue ??= single;
        var task = issue is null ? FindTask(request.LastMessage) : null;
        var id = issue is not null ? $"{issue.Dataset}/{issue.Id}" : task is null
            ? Key(request.LastMessage)[..16] : $"{task.Dataset}/{task.Id}";
        var sample = request.Seed ?? _counter.Next($"{name}/{id}");
        var call = _counter.Next($"{name}/{id}/{sample}");
        // By the task alone: asking again does not help.
        if (Draw.For(_options.Seed, name, id, 0).Uniform("outage") < profile.OutageRate)
        {
            await ErrorAsync(context, 503, "overloaded", "The model is overloaded.");
            return;
        }

        AnswerDraw Drawn(long number) => AnswerDraw.For(_options.Seed, name, id, _positions.GetValueOrDefault(id), number);
        var reply = single is not null
            ? SimulatedAgent.WritePatch(profile, single, request.FirstUserMessage, Drawn(sample))
            : issue is not null
            ? SimulatedAgent.Write(profile, issue, Drawn(request.Seed ?? 0), request.Turn)
            : task is null
            ? new SimulatedReply("This simulated model answers tasks of the data set it was started with, and this is none of them.", "",
                false)
            : _author.Write(profile, task, Drawn(sample));
        // Errors and times differ from call to call, so that a retry may succeed.
        await new SimulatedStream(context, profile, request, reply, Draw.For(_options.Seed, name, $"{id}#{call}", sample)).WriteAsync();
    }

    private FunctionTask? FindTask(string message) =>
        _tasks.GetValueOrDefault(Key(message))
            ?? _options.Tasks.FirstOrDefault(task => message.Contains(task.Prompt.Trim(), StringComparison.Ordinal));

    private static string Key(string message) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.Trim())));

    internal static async Task ErrorAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(new { error = new { message, type = code, code } }, context.RequestAborted);
    }
}
