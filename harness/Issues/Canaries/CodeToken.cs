namespace Eval.Harness.Issues.Canaries;

/// <summary>A piece of a source's text: where it is and what it is.</summary>
internal readonly record struct CodeToken(CodeTokenKind Kind, int Start, int End)
{
    public string In(string text) => text[Start..End];

    public bool Is(string text, string word) => End - Start == word.Length && string.CompareOrdinal(text, Start, word, 0, word.Length) == 0;
}
