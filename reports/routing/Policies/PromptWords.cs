using System.Globalization;
using System.Numerics;

namespace Eval.Routing.Policies;

/// <summary>What a classifier sees of a prompt: which words are in it, each once and in lower case, and how long it is.</summary>
public static class PromptWords
{
    /// <summary>
    /// How much of a prompt is read, in characters. What a request is about stands near its beginning; files pasted after it can be
    /// megabytes.
    /// </summary>
    public const int MaxPromptChars = 32_768;

    /// <summary>In front of the logarithm of a prompt's length. No word holds a colon.</summary>
    public const string LengthPrefix = "length:";

    private const int MinWordChars = 2;

    /// <summary>Longer ones are no words, but hashes, encoded data and keys.</summary>
    private const int MaxWordChars = 24;

    /// <summary>Returns the words of a prompt.</summary>
    public static IReadOnlySet<string> Parse(string prompt)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var seen = words.GetAlternateLookup<ReadOnlySpan<char>>();
        var text = Beginning(prompt).ToLowerInvariant().AsSpan();
        for (var at = 0; at < text.Length;)
        {
            if (!IsOfWord(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && IsOfWord(text[at]))
            {
                at++;
            }

            // Numbers say what a task computes, not what kind of task it is.
            if (at - start is >= MinWordChars and <= MaxWordChars && !char.IsAsciiDigit(text[start]))
            {
                seen.Add(text[start..at]);
            }
        }

        words.Add(LengthOf(text.Length));
        return words;
    }

    /// <summary>Returns the part of a prompt that is read.</summary>
    public static string Beginning(string prompt) => prompt.Length <= MaxPromptChars ? prompt : prompt[..MaxPromptChars];

    /// <summary>
    /// Returns the length in powers of two of estimated tokens: prompts of 64 to 127 are alike, and all that are not read to their end.
    /// </summary>
    private static string LengthOf(int characters) =>
        LengthPrefix + BitOperations.Log2((uint)Math.Max(1, RequestFeature.TokensOf(characters))).ToString(CultureInfo.InvariantCulture);

    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}
