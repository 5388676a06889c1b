using System.Diagnostics;
using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Models;

/// <summary>Events with marks of their own: what is said of the time to the first token depends on no clock.</summary>
public sealed class StreamTimerTests
{
    [Theory]
    [InlineData("<think>", "</think>")]
    [InlineData("<thinking>", "</thinking>")]
    [InlineData("<Thought>", "</thought>")]
    [InlineData("[THINK]", "[/THINK]")]
    [InlineData("<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>")]
    public void What_is_thought_aloud_in_the_text_is_reasoning_however_it_is_split(string open, string close)
    {
        foreach (var split in new[] { 1, 3, 1000 })
        {
            var events = new List<string> { "\n" };
            events.AddRange(open.Chunk(split).Select(part => new string(part)));
            var opened = 2;
            events.Add("\nlet me see: a < b, [TH");
            events.AddRange(close.Chunk(split).Select(part => new string(part)));
            events.Add("\n\n");
            events.Add("answer");

            Assert.Equal((opened, events.Count), Marks([.. events]));
        }
    }

    [Fact]
    public void A_closing_tag_alone_makes_thinking_of_all_before_it()
    {
        Assert.Equal((1, 4), Marks("Okay, ", "let me think.\n", "</think>\n\n", "```python\nx = 1\n```"));
        Assert.Equal((1, 2), Marks("Okay, let me think.\n</thi", "nk>\n\nThe answer", " is 1"));
    }

    [Theory]
    [InlineData(1, "x < y", "</think>")]
    [InlineData(1, "```\nprint(1)\n", "</think>\n", "```")]
    [InlineData(1, "Use the tag <think>", " in your prompt")]
    [InlineData(2, " ", "<thin", "ice")]
    public void Tags_within_the_answer_are_its_own(int first, params string[] events) =>
        Assert.Equal(((int?)null, (int?)first), Marks(events));

    [Fact]
    public void Calls_of_tools_alone_show_a_reader_nothing() =>
        Assert.Null(Timing(new StreamEvent(At(1)) { HasToolCall = true }, new StreamEvent(At(2)) { HasToolCall = true }).FirstContent);

    /// <summary>The numbers of the events at which reasoning and content began.</summary>
    private static (int? Reasoning, int? Content) Marks(params string[] texts)
    {
        var timing = Timing([.. texts.Select((text, index) => new StreamEvent(At(index + 1)) { Text = text })]);
        return ((int?)timing.FirstReasoning?.TotalSeconds, (int?)timing.FirstContent?.TotalSeconds);
    }

    private static long At(int second) => second * Stopwatch.Frequency;

    private static Timing Timing(params StreamEvent[] events)
    {
        var timer = new StreamTimer(DateTimeOffset.UnixEpoch, 0);
        foreach (var found in events)
        {
            timer.Take(found);
        }

        return timer.Stop(isStreamed: true, concurrency: 1, saturation: null, outputTokens: null);
    }
}
