using System.Text;
using Eval.Harness.Models;

namespace Eval.Harness.Tests.Models;

public sealed class PeekedStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(600)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(12_000)]
    public async Task Blanks_in_front_of_an_answer_hide_nothing_of_it(int blanks)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(new string('\n', blanks) + "data: 1\n\n"));

        await using var peeked = await PeekedStream.OpenAsync(body, TestContext.Current.CancellationToken);

        Assert.StartsWith("data", Encoding.UTF8.GetString(peeked.Start).TrimStart(), StringComparison.Ordinal);
        Assert.Equal("data: 1\n\n", (await new StreamReader(peeked).ReadToEndAsync(TestContext.Current.CancellationToken)).TrimStart());
    }

    [Fact]
    public async Task Nothing_but_blanks_is_nothing()
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(new string(' ', 9000)));

        await using var peeked = await PeekedStream.OpenAsync(body, TestContext.Current.CancellationToken);

        Assert.Equal("", Encoding.UTF8.GetString(peeked.Start).Trim());
    }
}
