using System.Globalization;
using Eval.Harness.Models;

namespace Eval.Harness.Issues;

/// <summary>The messages of an agent. What would no longer fit into the model's context is left out of the oldest outputs first.</summary>
internal sealed class Conversation(IReadOnlyList<ChatMessage> beginning, int maxChars)
{
    private const int KeptWhole = 6;
    private const string LeftOut = "<output>\n[left out: the conversation had become too long]\n</output>";
    private const string NoText = "(no text)";
    private readonly List<ChatMessage> _messages = [.. beginning];

    public IReadOnlyList<ChatMessage> Messages => _messages;

    public void Add(string reply, string observation)
    {
        _messages.Add(new ChatMessage("assistant", Accepted(reply)));
        _messages.Add(new ChatMessage("user", Accepted(observation)));
        var length = _messages.Sum(message => message.Content.Length);
        for (var i = beginning.Count; i < _messages.Count - KeptWhole && length > maxChars; i++)
        {
            if (_messages[i].Role == "user" && _messages[i].Content.Length > LeftOut.Length)
            {
                length -= _messages[i].Content.Length - LeftOut.Length;
                _messages[i] = _messages[i] with { Content = LeftOut };
            }
        }
    }

    /// <summary>Many endpoints refuse all requests whose history holds a message without a visible character, and some a NUL.</summary>
    private static string Accepted(string text) => text.All(IsInvisible) ? NoText : text.Replace('\0', '\uFFFD');

    private static bool IsInvisible(char letter) =>
        char.IsWhiteSpace(letter) || char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;
}
