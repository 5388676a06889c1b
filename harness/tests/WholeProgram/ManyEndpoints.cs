using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Eval.Harness.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>Many endpoints on one port, told apart by their paths; how each behaves is the test's.</summary>
/// <param name="solutions">The right code for each prompt.</param>
/// <param name="taskIds">The tasks, in the order of the prompts.</param>
internal sealed class ManyEndpoints(IReadOnlyDictionary<string, string> solutions, IReadOnlyList<string> taskIds) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _calls = new();
    private LocalServer? _web;

    public IReadOnlyList<string> TaskIds => taskIds;

    /// <summary>Gets how an endpoint answers.</summary>
    public required Func<Asked, Task> AnswerAsync { get; init; }

    public string Address(string kind) => $"{_web!.Address}/{kind}";

    public int CallsOf(string kind) => _calls.GetValueOrDefault(kind);

    public async Task StartAsync()
    {
        _web = await LocalServer.StartAsync(ServeAsync, ct: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await (_web?.DisposeAsync() ?? ValueTask.CompletedTask);

    public static byte[] Whole(string reply) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        choices = new[] { new { index = 0, message = new { role = "assistant", content = reply }, finish_reason = "stop" } },
            usage = new { prompt_tokens = 185, completion_tokens = 240 },
    });

    public static byte[] Stream(string reply, string reason) => Encoding.UTF8.GetBytes(
        $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":{JsonSerializer.Serialize(reply)}}},\"finish_reason\":null}}]}}\n\n"
        + $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"{reason}\"}}]}}\n\ndata: "
        + $"{{\"choices\":[],\"usage\":{{\"prompt_tokens\":185,\"completion_tokens\":240}}}}\n\ndata: [DONE]\n\n");

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        using var request = JsonDocument.Parse(body);
        var prompt = request.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
        var kind = context.Request.Path.Value!.Split('/')[1];
        _calls.AddOrUpdate(kind, 1, (_, count) => count + 1);
        await AnswerAsync(new Asked(context, kind, solutions.Keys.First() == prompt, $"```csharp\n{solutions[prompt]}\n```", body));
    }

    /// <summary>One call.</summary>
    /// <param name="Context">The connection.</param>
    /// <param name="Kind">Which endpoint is asked.</param>
    /// <param name="IsFirstTask">Whether it is asked about the first task.</param>
    /// <param name="Reply">The right answer.</param>
    /// <param name="Body">The request's body.</param>
    internal sealed record Asked(HttpContext Context, string Kind, bool IsFirstTask, string Reply, string Body)
    {
        /// <summary>Whether the request holds a parameter or a value of it.</summary>
        public bool Has(string parameter) =>
            Body.Contains($"\"{parameter}\"", StringComparison.Ordinal) || Body.Contains($":{parameter}", StringComparison.Ordinal);

        public Task RefuseAsync(int status, string body, string type = "application/json")
        {
            Context.Response.StatusCode = status;
            return WriteAsync(type, Encoding.UTF8.GetBytes(body));
        }

        public async Task WriteAsync(string type, byte[] body)
        {
            Context.Response.ContentType = type;
            await Context.Response.Body.WriteAsync(body, Context.RequestAborted);
        }
    }
}
