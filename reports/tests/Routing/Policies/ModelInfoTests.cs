using System.Text.Json;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Policies;

public sealed class ModelInfoTests
{
    [Fact]
    public void Parameters_stay_with_the_policy_and_only_those_that_are_sent_are_written()
    {
        var file = WithParameters(new ModelParameters
        {
            Temperature = 0.2, Seed = 3, Query = new Dictionary<string, string> { ["api-version"] = "preview" },
            ExtraBody = new Dictionary<string, JsonElement> { ["reasoning_effort"] = JsonSerializer.SerializeToElement("low") },
        });

        var json = file.ToJson();

        Assert.Equal(file.Models["a"].Parameters, PolicyFile.Parse(json, "p.json").Models["a"].Parameters);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(
            """{"temperature":0.2,"seed":3,"extra_body":{"reasoning_effort":"low"},"query":{"api-version":"preview"}}""",
            JsonSerializer.Serialize(document.RootElement.GetProperty("models").GetProperty("a").GetProperty("parameters")));
    }

    [Fact]
    public void A_file_without_parameters_says_nothing_of_them_and_one_with_none_says_that()
    {
        Assert.Null(Parse("""{ "provider": "lab", "model": "m" }""").Models["a"].Parameters);
        Assert.Equal(ModelParameters.None, Parse("""{ "provider": "lab", "model": "m", "parameters": {} }""").Models["a"].Parameters);
    }

    [Theory]
    [InlineData("""{ "temprature": 1 }""", "field models")]
    [InlineData("""{ "max_tokens": 0 }""", "field models.a.parameters.max_tokens: write a number of at least 1")]
    [InlineData("""{ "top_p": 2 }""", "field models.a.parameters.top_p: write a number above 0")]
    [InlineData("""{ "headers": { "x-a": "b\nc" } }""", "field models.a.parameters.headers.x-a: write one line")]
    [InlineData("""{ "headers": { "api-key": "hunter2" } }""", "field models.a.parameters.headers.api-key: this looks like a secret")]
    [InlineData("""{ "headers": { "host": "elsewhere.example" } }""", "field models.a.parameters.headers.host: take it out")]
    [InlineData("""{ "headers": { "Transfer-Encoding": "chunked" } }""",
        "field models.a.parameters.headers.Transfer-Encoding: take it out")]
    [InlineData("""{ "extra_body": { "messages": [] } }""", "field models.a.parameters.extra_body.messages: take it out")]
    [InlineData("""{ "extra_body": { "model": "dear" } }""", "field models.a.parameters.extra_body.model: take it out")]
    [InlineData("""{ "query": { "v": "sk-hunter2hunter2" } }""", "field models.a.parameters.query.v: this looks like a secret")]
    [InlineData("""{ "extra_body": { "x": { "password": "hunter2" } } }""",
        "field models.a.parameters.extra_body.x: this looks like a secret")]
    public void What_cannot_be_sent_or_must_not_be_told_is_refused(string parameters, string because)
    {
        var refusal = Assert.Throws<PolicyFormatException>(() =>
            Parse($$"""{ "provider": "lab", "model": "m", "parameters": {{parameters}} }""")).Message;

        Assert.Contains(because, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal, StringComparison.Ordinal);
    }

    private static PolicyFile WithParameters(ModelParameters parameters) => new()
    {
        Name = "p",
        Policy = new SinglePolicy("a"),
        Models = new Dictionary<string, PolicyModelInfo> { ["a"] = new() { Provider = "lab", Model = "m", Parameters = parameters } },
    };

    private static PolicyFile Parse(string model) =>
        PolicyFile.Parse($$"""{ "schema": 1, "policy": "a", "models": { "a": {{model}} } }""", "p.json");
}
