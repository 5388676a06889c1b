using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Eval.Harness.Models;
using Eval.Harness.Redaction;

namespace Eval.Harness.Tests.Models;

/// <summary>
/// What an endpoint fails at is its failure: asked again where that helps, paid where it was accepted, told in a sentence.
/// </summary>
public sealed class EndpointFailureTests
{
    private static readonly Func<NetworkStream,
        Task> Good = ScriptedServer.Stream(
            "data: {\"choices\":[{\"delta\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");

    [Theory]
    [InlineData("error")]
    [InlineData("abort")]
    [InlineData("insufficient_system_resource")]
    [InlineData("network_error")]
    public async Task A_finish_reason_that_is_a_failure_is_asked_again_and_its_tokens_are_booked(string reason)
    {
        var failing = ScriptedServer.Stream(
            $"data: {{\"choices\":[{{\"delta\":{{\"content\":\"hel\"}}}}]}}\n\ndata: "
                + $"{{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"{reason}\",\"native_finish_reason\":\"died\"}}]}}\n\n"
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":185,\"completion_tokens\":120}}\n\ndata: [DONE]\n\n");

        var (completion, _, _) = await AskedModel.AskWithRetriesAsync(failing, failing, Good);
        var (_, failure, _) = await AskedModel.AskWithRetriesAsync([.. Enumerable.Repeat(failing, 6)]);

        Assert.Equal(("hello", 2, 240), (completion!.Text, completion.Retries, completion.BilledFailures.Sum(usage => usage.OutputTokens)));
        Assert.Equal((ModelCallFailure.Provider, 5, 6), (failure!.Failure, failure.Retries, failure.BilledFailures.Count));
        Assert.Contains($"finish_reason '{reason}' (died)", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"hel\"},\"finish_reason\":\"\"}]}\n\n")]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":\"\"}]}\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"hel\"}}]}\n\nevent: error\ndata: out of memory\n\n")]
    public async Task What_is_no_complete_answer_is_asked_again(string stream)
    {
        var (completion, _, waits) = await AskedModel.AskWithRetriesAsync(ScriptedServer.Stream(stream), Good);

        Assert.Equal(("hello", 1, 1), (completion!.Text, completion.Retries, waits.Count));
    }

    [Theory]
    [InlineData("Retry-After: 40.5\r\n", "{}", 40.5)]
    [InlineData("retry-after-ms: 40000\r\n", "{}", 40)]
    [InlineData("", "{\"error\":{\"message\":\"Please try again in 1m20s.\"}}", 80)]
    [InlineData("", "[{\"error\":{\"code\":429,\"message\":\"quota\",\"details\":[{\"retryDelay\":\"26s\"}]}}]", 26)]
    public async Task A_wait_that_is_told_is_kept_to(string headers, string body, double seconds)
    {
        var (completion, _, waits) = await AskedModel.AskWithRetriesAsync(ScriptedServer.Reply(429, body, headers: headers), Good);

        Assert.Equal("hello", completion!.Text);
        Assert.InRange(Assert.Single(waits).TotalSeconds, seconds, seconds + 1);
    }

    [Fact]
    public async Task A_wait_beyond_all_patience_ends_the_tries()
    {
        var (_, failure, waits) = await AskedModel.AskWithRetriesAsync(ScriptedServer.Reply(429,
            "{\"error\":{\"message\":\"try again in 24 hours\"}}"));

        Assert.Equal((429, 0), (failure!.Status, failure.Retries));
        Assert.Empty(waits);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_is_final_at_once()
    {
        var (_, failure, waits) = await AskedModel.AskWithRetriesAsync(ScriptedServer.Reply(429,
            "{\"error\":{\"message\":\"You exceeded your current quota\",\"code\":\"insufficient_quota\"}}"));

        Assert.Equal(ModelCallFailure.Configuration, failure!.Failure);
        Assert.Contains("check plan and billing", failure.Message, StringComparison.Ordinal);
        Assert.Empty(waits);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_is_given_up_after_it_was_accepted_is_booked(bool isAnswering)
    {
        var failure = await AskedModel.FailAsync(
            async stream =>
            {
                await stream.WriteAsync(isAnswering
                    ? "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: still there\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"hello\"}}]}\n\n"u8.ToArray() : []);
                await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
            },
            spec => spec with { Source = new EndpointSource(spec.Endpoint with { Timeout = TimeSpan.FromSeconds(0.4) }) });

        var billed = Assert.Single(failure.BilledFailures);
        Assert.True(billed is { IsEstimated: true, InputTokens: > 5 } && billed.OutputTokens > 0 == isAnswering);
        Assert.Contains("providers.test.timeout in eval.json", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"hello there\"}}]}\n\n", true)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hello there\"}}]}\n\n", true)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"hello there\"}}]}\n\ndata: {\"error\":{\"message\":\"died\"}}\n\n", true)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n", false)]
    public async Task What_a_model_had_written_when_its_stream_broke_is_booked_by_an_estimate(string stream, bool isBooked)
    {
        foreach (var broken in new[] { ScriptedServer.Stream(stream),
            ScriptedServer.Stream((0, Encoding.UTF8.GetBytes(stream)), (0, null)) })
        {
            var failure = await AskedModel.FailAsync(broken);

            Assert.Equal(isBooked, failure.BilledFailures is [{ IsEstimated: true, InputTokens: > 5, OutputTokens: > 1 }]);
        }
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_told_with_the_way_out_and_not_asked_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = HandshakeAsync(listener);
        var spec = AskedModel.Spec(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1"));
        await using var saturation = new SaturationProbe();
        using var client = HttpConnections.Create(spec.Endpoint.BaseUrl, KeyGuard.None());
        var model = new RetryingModel(new OpenAiModel(spec, client, saturation, TimeProvider.System), EndpointLimiter.Adaptive(),
            new RetryOptions(), new Random(1), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<ModelCallException>(() =>
            model.CompleteAsync(AskedModel.Request, TestContext.Current.CancellationToken));
        await serving;

        Assert.Equal((ModelCallFailure.Configuration, 0), (failure.Failure, failure.Retries));
        Assert.Contains("UntrustedRoot", failure.Message, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("inner exception", failure.Message, StringComparison.Ordinal);
    }

    private static async Task HandshakeAsync(TcpListener listener)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var secured = new SslStream(client.GetStream());
        try
        {
            await secured.AuthenticateAsServerAsync(certificate);
            await secured.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client does not trust it.
        }
    }
}
