using Eval.Harness.Issues;
using Eval.Harness.Models;

namespace Eval.Harness.Tests.Issues;

public sealed class ConversationTests
{
    [Fact]
    public void A_conversation_that_grows_too_long_loses_its_oldest_outputs_first()
    {
        var conversation = new Conversation([new ChatMessage("system", "s"), new ChatMessage("user", "task")], 5000);
        for (var i = 0; i < 10; i++)
        {
            conversation.Add($"command {i}", new string('x', 1000));
        }

        Assert.Equal("task", conversation.Messages[1].Content);
        Assert.StartsWith("<output>\n[left out", conversation.Messages[3].Content, StringComparison.Ordinal);
        Assert.Equal(1000, conversation.Messages[^1].Content.Length);
        Assert.True(conversation.Messages.Sum(message => message.Content.Length) < 5000);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Contains(conversation.Messages, message => message.Content == $"command {i}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    [InlineData("\u200B\uFEFF\u0007")]
    public void A_reply_without_a_visible_character_is_no_empty_message(string reply)
    {
        var conversation = new Conversation([new ChatMessage("user", "task")], 5000);

        conversation.Add(reply, "told");

        Assert.Equal(["task", "(no text)", "told"], conversation.Messages.Select(message => message.Content));
    }
}
