using Eval.Harness.Replies;

namespace Eval.Harness.Tests.Replies;

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
    [InlineData("<thought>old()</thought>new()", "new()")]
    [InlineData("<seed:think>old()</seed:think>new()", "new()")]
    [InlineData("<model_thinking>old()</model_thinking>new()", "new()")]
    [InlineData("[THINK]old()[/THINK]\nnew()", "\nnew()")]
    [InlineData("◁think▷old()◁/think▷new()", "new()")]
    [InlineData("<reasoning effort=\"high\">\nold()\n</reasoning>\nnew()", "\nnew()")]
    [InlineData("<|begin_of_thought|>old()<|end_of_thought|>new()", "new()")]
    [InlineData("<|START_THINKING|>old()<|END_THINKING|>new()", "new()")]
    [InlineData("<details type=\"reasoning\" done=\"true\">old()</details>\nnew()", "\nnew()")]
    [InlineData("<think>\nold()\n</thinking>\nnew()", "\nnew()")]
    [InlineData("<think>\n```python\nold()\n</think>\nnew()", "\nnew()")]
    [InlineData("old(). So that's it.</think>new()", "new()")]
    [InlineData("```\nx = '''\n</think>\n'''\n```", "```\nx = '''\n</think>\n'''\n```")]
    [InlineData("x = \"\"\"\n<think>\n\"\"\"\nnew()", "x = \"\"\"\n<think>\n\"\"\"\nnew()")]
    [InlineData("Models write `</think>` there.\nnew()", "Models write `</think>` there.\nnew()")]
    [InlineData("<details>\nnew()\n</details>\nold()", "<details>\nnew()\n</details>\nold()")]
    [InlineData("<|channel|>analysis<|message|>old()<|end|><|start|>assistant<|channel|>final<|message|>new()<|return|>", "new()")]
    [InlineData("<|channel|>analysis<|message|>old() and on", "")]
    [InlineData("analysisI need old().assistantfinalnew()", "new()")]
    [InlineData("Perhaps\n```python\nold()\n</think>\n```python\nnew()\n```", "\n```python\nnew()\n```")]
    [InlineData("```markdown\n```python\nx\n```\n</think>\n```\nnew()", "```markdown\n```python\nx\n```\n</think>\n```\nnew()")]
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
    [InlineData("new()<|im_end|>", "new()")]
    [InlineData("new()\n<|endoftext|>\nold()", "new()\n")]
    [InlineData("<s>new()</s>", "new()")]
    [InlineData("<|im_start|>assistant\nnew()<|im_end|>\n<|im_start|>user\nold()", "\nnew()")]
    [InlineData("```\nnew()\n```<|eot_id|>", "```\nnew()\n```")]
    [InlineData("```\nnew() # stops at\n<|endoftext|>\n```", "```\nnew() # stops at\n<|endoftext|>\n```")]
    [InlineData("END = \"<|endoftext|>\", new()", "END = \"<|endoftext|>\", new()")]
    public void Tokens_of_chat_templates_are_dropped(string reply, string rest)
    {
        Assert.Equal(rest, ReplyText.Visible(reply));
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
