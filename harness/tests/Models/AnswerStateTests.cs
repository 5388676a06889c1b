using Eval.Harness.Models;

namespace Eval.Harness.Tests.Models;

public sealed class AnswerStateTests
{
    private static readonly StreamEvent Done = new(0) { IsDone = true };

    [Theory]
    [InlineData("stop", true)]
    [InlineData("length", true)]
    [InlineData("content_filter", true)]
    [InlineData("a word nobody knows", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("error", false)]
    [InlineData("network_error", false)]
    public void A_finish_reason_that_says_so_makes_an_answer_complete(string? reason, bool isComplete) =>
        Assert.Equal(isComplete, After(Text("x"), Finish(reason)).IsComplete);

    [Fact]
    public void Without_a_reason_a_proper_end_does_but_only_after_content()
    {
        Assert.True(After(Text("x"), Done).IsComplete);
        Assert.True(After(new StreamEvent(0) { HasToolCall = true }, Done).IsComplete);
        Assert.True(After(Text("x"), Finish(""), Done).IsComplete);
        Assert.False(After(Done).IsComplete);
        Assert.False(After(Finish(""), Done).IsComplete);
        Assert.False(After(Finish("a word nobody knows"), Done).IsComplete);
        Assert.False(After(new StreamEvent(0) { Reasoning = "hm" }, Done).IsComplete);
        Assert.False(After(Text("x")).IsComplete);
    }

    [Fact]
    public void A_failure_is_not_taken_back()
    {
        Assert.False(After(Text("x"), Finish("error"), Finish("stop"), Done).IsComplete);
        Assert.False(After(Text("x"), Finish("stop"), new StreamEvent(0) { Error = new EndpointError { Message = "no" } },
            Done).IsComplete);
    }

    [Fact]
    public void A_reason_after_which_the_answer_goes_on_says_nothing()
    {
        var state = After(Text("x") with { FinishReason = "stop" }, Text("y") with { FinishReason = "stop" });

        Assert.False(state.IsComplete);
        state.Take(Done);
        Assert.True(state.IsComplete);
    }

    [Fact]
    public void An_answer_has_begun_with_its_first_word_or_thought_or_a_reason_why_there_is_none()
    {
        Assert.True(After(Text("x")).HasBegun);
        Assert.True(After(new StreamEvent(0) { Reasoning = "hm" }).HasBegun);
        Assert.True(After(Finish("stop")).HasBegun);
        Assert.False(After(Finish("")).HasBegun);
        Assert.False(After(Finish("error"), Done).HasBegun);
        Assert.False(After(Done).HasBegun);
    }

    private static StreamEvent Text(string text) => new(0) { Text = text };

    private static StreamEvent Finish(string? reason) => new(0) { FinishReason = reason };

    private static AnswerState After(params StreamEvent[] events)
    {
        var state = new AnswerState();
        foreach (var found in events)
        {
            state.Take(found);
        }

        return state;
    }
}
