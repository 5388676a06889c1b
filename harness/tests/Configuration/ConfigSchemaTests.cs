using System.Text.Json;
using Eval.Harness.Configuration;

namespace Eval.Harness.Tests.Configuration;

public sealed class ConfigSchemaTests
{
    [Fact]
    public void The_schema_is_the_one_that_was_looked_at() => Golden.Match(ConfigSchema.Text(), ConfigSchema.FileName);

    [Theory]
    [InlineData("nightly", "models")]
    [InlineData("nightly", "notify", "urlEnv")]
    [InlineData("models", "*", "price", "input")]
    [InlineData("gates", "*", "metric")]
    public void Fields_are_known_by_the_schema_and_by_nothing_else(params string[] path)
    {
        using var schema = JsonDocument.Parse(ConfigSchema.Text());
        var node = schema.RootElement;
        foreach (var step in path)
        {
            if (step != "*")
            {
                Assert.False(node.GetProperty("additionalProperties").GetBoolean());
            }

            node = step != "*" ? node.GetProperty("properties").GetProperty(step) : node.TryGetProperty("items", out var items)
                ? items : node.GetProperty("additionalProperties");
        }

        Assert.Equal(path[^1] == "metric", node.TryGetProperty("enum", out _));
    }
}
