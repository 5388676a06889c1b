using System.Text;
using System.Text.Json;
using Eval.Harness.Serving;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Serving;

public sealed class MeasuredRequestTests
{
    private static readonly ModelParameters Measured = new()
    {
        Temperature = 0.2, MaxTokens = 512,
            ExtraBody = new Dictionary<string, JsonElement> { ["reasoning_effort"] = JsonSerializer.SerializeToElement("low") },
    };

    [Theory]
    [InlineData("", ""","temperature":0.2,"max_tokens":512,"reasoning_effort":"low" """)]
    [InlineData("\"temperature\":1,", ""","max_tokens":512,"reasoning_effort":"low" """)]
    [InlineData("\"Temperature\":null,\"max_completion_tokens\":9,", ""","reasoning_effort":"low" """)]
    [InlineData("\"max_tokens\":9,\"reasoning_effort\":{},\"temperature\":0,", "")]
    public void What_the_caller_does_not_give_is_added_behind_what_he_gives(string given, string added)
    {
        var body = $$"""{ "tools":[{"n":1.0}],{{given}}"model":"auto","messages":[{"role":"user","content":"x"}]""";

        var sent = ProxyRequest.Parse(Encoding.UTF8.GetBytes(body + " }")).For("m-1", Measured.BodyFields());

        Assert.Equal(body.Replace("auto", "m-1", StringComparison.Ordinal) + " " + added.TrimEnd() + "}", Encoding.UTF8.GetString(sent));
    }
}
