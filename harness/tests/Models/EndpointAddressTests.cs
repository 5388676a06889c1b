using Eval.Harness.Configuration;
using Eval.Harness.Models;

namespace Eval.Harness.Tests.Models;

public sealed class EndpointAddressTests
{
    private static readonly Dictionary<string, string> None = [];

    [Theory]
    [InlineData("https://api.example/v1", "https://api.example/v1/chat/completions")]
    [InlineData(" https://api.example/v1/\n", "https://api.example/v1/chat/completions")]
    [InlineData("https://api.example", "https://api.example/chat/completions")]
    [InlineData("https://api.example/v1/chat/completions", "https://api.example/v1/chat/completions")]
    [InlineData("https://api.example/v1/chat/completions/", "https://api.example/v1/chat/completions")]
    [InlineData("http://127.0.0.1:8957/openai/deployments/gpt-4o?api-version=2024-10-21",
        "http://127.0.0.1:8957/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21")]
    [InlineData("https://r.example/openai/deployments/d/chat/completions?api-version=2024-10-21&x=a%20b",
        "https://r.example/openai/deployments/d/chat/completions?api-version=2024-10-21&x=a%20b")]
    [InlineData("http://[::1]:8080/a%2Fb/v1?x=1", "http://[::1]:8080/a%2Fb/v1/chat/completions?x=1")]
    public void Completions_are_asked_below_the_address_with_its_query(string typed, string asked) =>
        Assert.Equal(asked, EndpointAddress.Below(EndpointAddress.Parse("X", typed), "chat/completions", None).AbsoluteUri);

    [Fact]
    public void Parameters_given_beside_the_address_replace_its_own() => Assert.Equal(
        "https://a.example/v1/models?x=1&api-version=new&y=a%26b",
        EndpointAddress.Below(new Uri("https://a.example/v1?api-version=old&x=1"), "models",
            new Dictionary<string, string> { ["api-version"] = "new", ["y"] = "a&b" }).AbsoluteUri);

    [Theory]
    [InlineData("http://user:pa55word@127.0.0.1:8952/x/v1", "holds a user name or a password")]
    [InlineData("http://pa55word@127.0.0.1/v1", "holds a user name or a password")]
    [InlineData("https://a.example/v1?key=pa55word", "what looks like a key")]
    [InlineData("https://a.example/v1?api_key=pa55word", "what looks like a key")]
    [InlineData("https://a.example/v1?subscription-key=pa55word", "what looks like a key")]
    [InlineData("https://a.example/v1?accessToken=pa55word", "what looks like a key")]
    [InlineData("https://a.example/v1?sig=pa55word", "what looks like a key")]
    [InlineData("https://a.example/v1?x=sk-pa55word", "what looks like a key")]
    [InlineData("https://a.example/v1?sk-pa55word", "what looks like a key")]
    [InlineData("https://a.example/v1#pa55word", "holds a #")]
    [InlineData("htp://user:pa55word@a.example/v1", "this is not an http or https address")]
    [InlineData("user:pa55word@a.example/v1", "this is not an http or https address")]
    [InlineData("sk-pa55word-0123456789", "this is not an http or https address")]
    [InlineData("localhost:8000/v1", "'localhost:8000/v1' is not an http or https address; write it with https:// or http:// in front")]
    [InlineData("ftp://a.example", "'ftp://a.example' is not an http or https address.")]
    public void What_cannot_be_used_is_refused_by_the_name_of_the_setting_and_secrets_are_not_repeated(string typed, string reason)
    {
        var refused = Assert.Throws<FormatException>(() => EndpointAddress.Parse("OPENAI_BASE_URL", typed));

        Assert.StartsWith("OPENAI_BASE_URL: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pa55word", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:11434/v1", true)]
    [InlineData("http://127.0.0.2/v1", true)]
    [InlineData("http://[::1]/v1", true)]
    [InlineData("http://0.0.0.0:8000/v1", true)]
    [InlineData("http://10.1.2.3/v1", true)]
    [InlineData("http://172.31.0.1/v1", true)]
    [InlineData("http://172.32.0.1/v1", false)]
    [InlineData("http://192.168.1.20:1234/v1", true)]
    [InlineData("http://100.101.1.1/v1", true)]
    [InlineData("http://[fd00::1]/v1", true)]
    [InlineData("http://[::ffff:192.168.1.1]/v1", true)]
    [InlineData("http://vllm:8000/v1", true)]
    [InlineData("http://host.docker.internal/v1", true)]
    [InlineData("http://gpu.local/v1", true)]
    [InlineData("https://api.openai.com/v1", false)]
    [InlineData("http://8.8.8.8/v1", false)]
    [InlineData("https://local.example.com/v1", false)]
    public void Addresses_of_this_machine_and_of_private_networks_are_known(string address, bool isLocal) =>
        Assert.Equal(isLocal, LocalNetwork.Contains(new Uri(address)));
}
