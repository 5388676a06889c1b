using Eval.Harness.Scoring;

namespace Eval.Harness.Tests.Scoring;

public sealed class ReplyTextTests
{
    [Theory]
    [InlineData("<think>\nold()\n</think>\nnew()", "\nnew()")]
    [InlineData("plan: old()\n</think>\nnew()", "\nnew()")]
    [InlineData("new()\n<thinking>and on and on", "new()\n")]
    [InlineData("new()", "new()")]
    [InlineData("<think>\na\n</think>\n<THINKING>b</thinking>\nnew()", "\n\nnew()")]
    [InlineData("<think>\na\n<think>\nb\n</think>\nnew()", "\nnew()")]
    [InlineData("var s = \"<think>\"; new()", "var s = \"<think>\"; new()")]
    public void Thinking_is_dropped(string reply, string rest)
    {
        Assert.Equal(rest, ReplyText.WithoutThinking(reply));
    }

    [Fact]
    public void Millions_of_tags_take_no_time_and_throw_nothing()
    {
        foreach (var tag in new[] { "<think>\n", "</think>\n", "<think></think>\n", "<think> </thinking>\n", "<think>" })
        {
            ReplyText.WithoutThinking(string.Concat(Enumerable.Repeat(tag, 200_000)));
        }
    }

    [Theory]
    [InlineData("I'm sorry, but I can't help with that.", true)]
    [InlineData("I cannot assist with this request.", true)]
    [InlineData("The answer is 42.", false)]
    public void Refusals_are_told_from_other_replies(string reply, bool isRefusal)
    {
        Assert.Equal(isRefusal, ReplyText.IsRefusal(reply));
    }
}
