using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Eval.Harness.Models;
using Eval.Harness.Redaction;
using Eval.Harness.Serving;
using Eval.Results.Records;
using Eval.Routing.Policies;
using OpenAI;
using OpenAI.Chat;

namespace Eval.Harness.Tests.Serving;

/// <summary>A proxy that runs, in front of servers that run, and the clients that ask it.</summary>
internal sealed class ServedPolicy : IAsyncDisposable
{
    public const string Minimal = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    public const string MinimalStream = "{\"model\":\"auto\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    public const string ProviderKey = "sk-provider-secret-0123456789";
    public const string ClientKey = "sk-client-own-key-9876543210";
    private readonly DirectoryInfo _folder;
    private readonly ProxyServer _server;
    private readonly RequestLog _log;

    private ServedPolicy(ProxyServer server, RequestLog log, DirectoryInfo folder)
    {
        (_server, _log, _folder) = (server, log, folder);
        Http = new HttpClient { BaseAddress = new Uri(server.BaseUrl.AbsoluteUri + "/") };
    }

    public Uri BaseUrl => _server.BaseUrl;

    /// <summary>A client that adds and repeats nothing.</summary>
    public HttpClient Http { get; }

    public string LogText => File.Exists(LogFile(_folder)) ? ReadShared(LogFile(_folder)) : "";

    public IReadOnlyList<JsonElement> Log =>
        [.. LogText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public static async Task<ServedPolicy> StartAsync(
        RoutingPolicy policy, IReadOnlyList<(string Name, Uri Address)> models, Func<ProxyOptions, ProxyOptions>? with = null,
            PromptClassifier? classifier = null, string key = ProviderKey)
    {
        var folder = Directory.CreateTempSubdirectory("eval-serve");
        var options = new ProxyOptions
        {
            Policy = new PolicySource(
                new PolicyFile { Name = "p", Policy = policy, Classifier = classifier },
                [.. models.Select(model => new ModelSpec
                {
                    Name = model.Name,
                    RequestedModel = $"{model.Name}-as-the-endpoint-calls-it",
                    Source = new EndpointSource(new ProviderSpec { Name = $"provider-of-{model.Name}", BaseUrl = model.Address,
                        ApiKey = new Secret(key) }),
                    Price = new Price { InputUsdPerMillionTokens = 1, OutputUsdPerMillionTokens = 2 },
                })],
                "policy.json"),
        };
        options = with?.Invoke(options) ?? options;
        var guard = KeyGuard.From(options.Secrets);
        var log = new RequestLog(LogFile(folder), "p", guard);
        var server = await ProxyServer.StartAsync(options, guard, log, TimeProvider.System, TestContext.Current.CancellationToken);
        return new ServedPolicy(server, log, folder);
    }

    /// <summary>The official client, which does not try again by itself: what it sees is what the proxy sends.</summary>
    public ChatClient Client(string model = "auto", params (string Name, string Value)[] headers)
    {
        var options = new OpenAIClientOptions { Endpoint = BaseUrl, RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = TimeSpan.FromMinutes(2) };
        options.AddPolicy(new Headers(headers), PipelinePosition.PerCall);
        return new ChatClient(model, new ApiKeyCredential(ClientKey), options);
    }

    /// <summary>Asks and returns the answer's text.</summary>
    public static async Task<string> AskAsync(ChatClient client, bool isStream, string prompt = "hello")
    {
        var ct = TestContext.Current.CancellationToken;
        if (!isStream)
        {
            return (await client.CompleteChatAsync([new UserChatMessage(prompt)], cancellationToken: ct)).Value.Content[0].Text;
        }

        var text = new StringBuilder();
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage(prompt)], cancellationToken: ct))
        {
            text.AppendJoin("", update.ContentUpdate.Select(part => part.Text));
        }

        return text.ToString();
    }

    public Task<HttpResponseMessage> PostAsync(string body, CancellationToken ct, params (string Name, string Value)[] headers) =>
        PostAsync(Encoding.UTF8.GetBytes(body), ct, headers);

    public async Task<HttpResponseMessage> PostAsync(byte[] body, CancellationToken ct, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "chat/completions") { Content = new ByteArrayContent(body) };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    /// <summary>Waits until so many requests are logged, which happens after the client has its answer.</summary>
    public async Task<IReadOnlyList<JsonElement>> LogAsync(int requests)
    {
        for (var timeout = Stopwatch.StartNew(); Log.Count < requests && timeout.Elapsed < TimeSpan.FromSeconds(30);)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return Log;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    public static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string LogFile(DirectoryInfo folder) => Path.Combine(folder.FullName, "requests.jsonl");

    private sealed class Headers((string Name, string Value)[] headers) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            throw new NotSupportedException();

        public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            foreach (var (name, value) in headers)
            {
                message.Request.Headers.Set(name, value);
            }

            await ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
