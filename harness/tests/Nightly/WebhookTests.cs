using System.Net;
using System.Net.Sockets;
using Eval.Harness.Nightly;

namespace Eval.Harness.Tests.Nightly;

public sealed class WebhookTests
{
    [Theory]
    [InlineData("https://hooks.example.com/services/T0/secret-part", null)]
    [InlineData("  http://127.0.0.1:8080/hook?key=secret-part\r\n", null)]
    [InlineData("hooks.example.com/secret-part", "it does not have the form https://host/path")]
    [InlineData("ftp://hooks.example.com/secret-part", "it does not have the form https://host/path")]
    [InlineData("https:///secret-part", "it does not have the form https://host/path")]
    [InlineData("/services/secret-part", "it does not have the form https://host/path")]
    [InlineData("   ", "it does not have the form https://host/path")]
    [InlineData("https://hooks.example.com/a\nhttps://hooks.example.com/secret-part", "blanks or line ends are in it")]
    [InlineData("https://user:secret-part@hooks.example.com/", "a user name or password in front of the host is never sent")]
    public void An_address_is_checked_before_it_is_needed_and_never_told(string address, string? mistake)
    {
        var (webhook, found) = Webhook.Create(address, TimeProvider.System);

        Assert.Equal((mistake, mistake is null), (found, webhook is not null));
    }

    [Theory]
    // A body that never ends is nobody's concern, and a redirection would take the summary to nobody.
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n", null)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n", "it answered with status 302")]
    public async Task What_became_of_a_summary_is_told_by_the_status_alone(string answer, string? reason)
    {
        var ct = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (webhook, _) = Webhook.Create($"http://{listener.LocalEndpoint}/secret-part", TimeProvider.System);

        var posting = webhook!.PostAsync(new { text = "quiet" }, ct);
        using var client = await listener.AcceptTcpClientAsync(ct);
        await client.GetStream().ReadExactlyAsync(new byte[100], ct);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), ct);

        Assert.Equal(reason, await posting);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_told_beforehand_and_somebody_is_not()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (webhook, _) = Webhook.Create($"http://{listener.LocalEndpoint}/secret-part", TimeProvider.System);

        Assert.Null(await webhook!.UnreachableReasonAsync(TestContext.Current.CancellationToken));
        listener.Stop();
        Assert.Equal("it cannot be reached (ConnectionRefused)",
            await webhook.UnreachableReasonAsync(TestContext.Current.CancellationToken));
    }
}
