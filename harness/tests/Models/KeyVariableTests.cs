using Eval.Harness.Models;

namespace Eval.Harness.Tests.Models;

public sealed class KeyVariableTests
{
    [Theory]
    [InlineData("sk-secret", "sk-secret")]
    [InlineData(" sk-secret\r\n", "sk-secret")]
    [InlineData("Bearer sk-secret\n", "sk-secret")]
    [InlineData("bearer  sk-secret", "sk-secret")]
    [InlineData("\"sk-secret\"\n", "sk-secret")]
    [InlineData("'Bearer sk-secret'", "sk-secret")]
    [InlineData("{\"provider\": \"openai\"}", "{\"provider\": \"openai\"}")]
    [InlineData("\n", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void What_clings_to_a_copied_key_is_cut_off(string? value, string? key) =>
        Assert.Equal(key, KeyVariable.Key("A_KEY", _ => value)?.Reveal());

    [Theory]
    [InlineData("sk-secret\nsk-other", "A_KEY holds a line break")]
    [InlineData("“sk-secret”", "A_KEY holds a character outside ASCII")]
    [InlineData("sk\u00adsecret", "A_KEY holds a character outside ASCII")]
    [InlineData("sk-secret\u0000", "A_KEY holds a control character")]
    public void A_key_that_no_header_can_carry_is_refused_by_its_variable_and_not_repeated(string value, string reason)
    {
        var refused = Assert.Throws<FormatException>(() => KeyVariable.Key("A_KEY", _ => value));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => KeyVariable.Header("A_KEY", _ => value));
    }

    [Fact]
    public void A_headers_value_keeps_its_scheme() =>
        Assert.Equal("Basic dXNlcjpwYXNz", KeyVariable.Header("A", _ => "Basic dXNlcjpwYXNz\n")!.Reveal());
}
