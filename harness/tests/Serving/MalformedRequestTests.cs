using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Serving;

/// <summary>
/// Requests that are none. The model's address is one where nobody listens: whatever reached it would be told as another error.
/// </summary>
public sealed class MalformedRequestTests
{
    private const int MaxBytes = 1 << 20;

    public static TheoryData<string, int, string> Bodies => new()
    {
        { "", 400, "cannot be read as JSON" },
        { "{", 400, "cannot be read as JSON" },
        { "{\"model\":\"auto\",}", 400, "cannot be read as JSON" },
        { "{\"model\":\"auto\",\"messages\":[{}]} trailing", 400, "cannot be read as JSON" },
        { "{\"model\":\"auto\",\"messages\":[{}]", 400, "cannot be read as JSON" },
        { "\uFEFF{\"model\":\"auto\",\"messages\":[{}]}", 400, "cannot be read as JSON" },
        { "[]", 400, "no object" },
        { "null", 400, "no object" },
        { "\"auto\"", 400, "no object" },
        { "{}", 400, "names no model" },
        { "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 400, "names no model" },
        { "{\"model\":7,\"messages\":[{}]}", 400, "is no text" },
        { "{\"model\":\"\",\"messages\":[{}]}", 400, "is no text" },
        { "{\"model\":null,\"messages\":[{}]}", 400, "is no text" },
        { "{\"model\":\"\\ud800\",\"messages\":[{}]}", 400, "is no valid text" },
        { "{\"model\":\"auto\",\"model\":\"a\",\"messages\":[{}]}", 400, "has \"model\" twice" },
        { "{\"model\":\"auto\",\"mod\\u0065l\":\"a\",\"messages\":[{}]}", 400, "has \"model\" twice" },
        { "{\"model\":\"auto\",\"Model\":\"a\",\"messages\":[{}]}", 400, "spells \"model\" in another case" },
        { "{\"model\":\"auto\",\"messages\":[{}],\"MESSAGES\":[{}]}", 400, "spells \"messages\"" },
        { "{\"model\":\"auto\",\"messages\":[{}],\"me\u017fsages\":[{}]}", 400, "spells \"messages\"" },
        { "{\"model\":\"auto\",\"messages\":[{}],\"Stream\":true}", 400, "spells \"stream\"" },
        { "{\"model\":\"auto\",\"messages\":[{}],\"stream\":true,\"stream\":false}", 400, "has \"stream\" twice" },
        { "{\"model\":\"auto\",\"messages\":[],\"messages\":[{}]}", 400, "has \"messages\" twice" },
        { "{\"model\":\"auto\",\"messages\":[{}],\"max_tokens\":1,\"Max_Tokens\":2}", 400, "has a field twice" },
        { "{\"model\":\"auto\",\"messages\":[{}],\"\\ud800\":1}", 400, "no valid text" },
        { "{\"model\":\"auto\"}", 400, "has no messages" },
        { "{\"model\":\"auto\",\"messages\":[]}", 400, "has no messages" },
        { "{\"model\":\"auto\",\"messages\":{}}", 400, "is no list" },
        { "{\"model\":\"auto\",\"messages\":\"hello\"}", 400, "is no list" },
        { "{\"model\":\"auto\",\"messages\":[{}],\"messages\":[{}]}", 400, "twice" },
        { "{\"model\":\"unknown\",\"messages\":[{}]}", 404, "does not exist here" },
        { "{\"model\":\"policy:p\",\"messages\":[{}]}", 404, "does not exist here" },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_no_request_is_refused_in_openais_form(string body, int status, string says)
    {
        await using var served = await StartAsync();

        using var response = await served.PostAsync(body, Ct);

        await AssertRefusedAsync(response, status, says);
        Assert.Equal(status, Assert.Single(await served.LogAsync(1)).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_and_nesting_without_end_are_refused()
    {
        await using var served = await StartAsync();
        var deep = "{\"model\":\"auto\",\"messages\":" + new string('[', 100_000) + new string(']', 100_000) + "}";

        using var bytes = await served.PostAsync([.. "{\"model\":\"auto\",\"messages\":[{\"content\":\""u8, 0xFF, 0xFE, .. "\"}]}"u8], Ct);
        using var nested = await served.PostAsync(deep, Ct);

        await AssertRefusedAsync(bytes, 400, "not valid UTF-8");
        await AssertRefusedAsync(nested, 400, "cannot be read as JSON");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_that_is_too_long_is_refused_whether_it_says_its_length_or_not(bool saysLength)
    {
        await using var served = await StartAsync();
        var body = Encoding.UTF8.GetBytes("{\"model\":\"auto\",\"messages\":[{\"content\":\"" + new string('x', 2 * MaxBytes) + "\"}]}");
        using var message = new HttpRequestMessage(HttpMethod.Post, "chat/completions") { Content = new ByteArrayContent(body) };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        message.Headers.TransferEncodingChunked = !saysLength;
        message.Headers.ExpectContinue = true;

        using var response = await served.Http.SendAsync(message, Ct);

        await AssertRefusedAsync(response, 413, "longer than 1 MiB");
    }

    [Theory]
    [InlineData("GET", "chat/completions", 405)]
    [InlineData("DELETE", "chat/completions", 405)]
    [InlineData("POST", "models", 405)]
    [InlineData("POST", "completions", 404)]
    [InlineData("POST", "/chat/completions", 404)]
    [InlineData("GET", "/v1/../etc/passwd", 404)]
    [InlineData("POST", "responses", 404)]
    public async Task Other_methods_and_paths_are_refused(string method, string path, int status)
    {
        await using var served = await StartAsync();
        using var message = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await served.Http.SendAsync(message, Ct);

        await AssertRefusedAsync(response, status, "");
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n", "400")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n\r\n", "400")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "400")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: "
        + "application/json\r\n\r\nzz\r\n", "400")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\nContent-Type: "
        + "application/json\r\n\r\n0\r\n\r\nG", "400")]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", "400")]
    public async Task Bytes_that_are_no_http_end_with_an_error_and_the_proxy_lives_on(string bytes, string status)
    {
        await using var served = await StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, served.BaseUrl.Port, Ct);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(bytes), Ct);

        using var reader = new StreamReader(socket.GetStream());
        Assert.StartsWith($"HTTP/1.1 {status}", await reader.ReadLineAsync(Ct));
        Assert.Equal("ok", await served.Http.GetStringAsync("/healthz", Ct));
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        await using var served = await StartAsync();

        using var response = await served.PostAsync("{}", Ct, ("x-task-class", new string('x', 40_000)));

        Assert.Equal(431, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_body_that_stops_half_way_is_no_request()
    {
        await using var served = await StartAsync();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, served.BaseUrl.Port, Ct);
            await socket.GetStream()
                .WriteAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"model\":"u8.ToArray(), Ct);
        }

        Assert.InRange(Assert.Single(await served.LogAsync(1)).GetProperty("status").GetInt32(), 400, 499);
    }

    private static Task<ServedPolicy> StartAsync() =>
        ServedPolicy.StartAsync(new SinglePolicy("a"), [("a", new Uri("http://127.0.0.1:9/v1"))],
            options => options with { MaxRequestBytes = MaxBytes });

    private static async Task AssertRefusedAsync(HttpResponseMessage response, int status, string says)
    {
        var body = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {body}");
        var error = JsonDocument.Parse(body).RootElement.GetProperty("error");
        Assert.Contains(says, error.GetProperty("message").GetString());
        Assert.Equal(JsonValueKind.String, error.GetProperty("type").ValueKind);
        Assert.Equal(JsonValueKind.String, error.GetProperty("code").ValueKind);
    }
}
