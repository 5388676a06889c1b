using CsCheck;

namespace Eval.Datasets.Tests;

public sealed class TextLinesTests
{
    // A form feed, a vertical tab, a lone carriage return, U+0085, U+2028 and U+2029 end no line.
    private const string Odd = "a\fb\vc\rd\u0085e\u2028f\u2029g";

    private static readonly Gen<string> Texts = Gen.OneOfConst("\n", "\r", "\r\n", "\f", "\v", "\u0085", "\u2028", "\u2029", "\ufeff", "x",
        "").Array[0, 30].Select(string.Concat);

    [Fact]
    public void Only_line_feeds_end_a_line_with_a_carriage_return_before_them_or_without()
    {
        Assert.Equal([Odd + "\r\n", "h\n", "\r\n", "i"], TextLines.Read($"{Odd}\r\nh\n\r\ni"));
        Assert.Equal([Odd, "h", "", "i", ""], TextLines.Split($"{Odd}\r\nh\n\r\ni\n"));
        Assert.Equal(Odd + "\nh\n", TextLines.Unified($"{Odd}\r\nh\n"));
        Assert.Equal("a b c d e f g", TextLines.OnOneLine(Odd));
    }

    [Fact]
    public void Lines_together_are_the_text_and_without_their_ends_what_splitting_gives() => Texts.Sample(text =>
    {
        var lines = TextLines.Read(text).ToList();
        var isEnded = text.Length == 0 || text.EndsWith('\n');
        return string.Concat(lines) == text
            && lines.Select(TextLines.Bare).Concat(isEnded ? [""] : Array.Empty<string>()).SequenceEqual(TextLines.Split(text));
    });

    [Fact]
    public async Task A_stream_has_the_lines_of_its_text_wherever_its_pieces_end()
    {
        var text = string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i}{Odd}{(i % 2 == 0 ? "\r\n" : "\n")}")) + "end";
        using var reader = new StringReader(text);

        Assert.Equal(TextLines.Split(text),
            await TextLines.ReadAsync(reader, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }
}
