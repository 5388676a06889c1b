using System.Text;
using CsCheck;
using Eval.Results.Formatting;

namespace Eval.Reports.Tests.Charts;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("a\tb\r\nc", "a\tb\nc")]
    [InlineData("\u001b[31m\0\r", "␛[31m␀␍")]
    [InlineData("x\u202ey\u2066z\u200b", "x⟦U+202E⟧y⟦U+2066⟧z⟦U+200B⟧")]
    [InlineData("\ud83d\ude00 שלום", "\ud83d\ude00 שלום")]
    [InlineData("a\u2028b", "a⟦U+2028⟧\nb")]
    public void Only_characters_that_mislead_are_replaced(string text, string expected) => Assert.Equal(expected, VisibleText.From(text));

    [Fact]
    public void Lone_surrogates_are_named()
    {
        Assert.Equal("⟦U+D800⟧x", VisibleText.From("\ud800x"));
        Assert.Equal("⟦U+DC00⟧", VisibleText.From("\udc00"));
    }

    [Fact]
    public void Any_text_becomes_valid_short_and_free_of_controls() =>
        Gen.Char.Array[0, 400].Select(chars => new string(chars)).Sample(text =>
        {
            var shown = VisibleText.From(text);
            var roundTrip = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(shown));
            Assert.Equal(shown, roundTrip);
            Assert.DoesNotContain(shown, c => char.IsControl(c) && c is not ('\n' or '\t'));
        });

    [Fact]
    public void Long_lines_and_long_texts_are_cut_with_a_note()
    {
        Assert.Equal(new string('x', VisibleText.LineLimit) + " ⟦… 1,000 characters of this line cut⟧\nend",
            VisibleText.From(new string('x', 5_000) + "\nend"));
        var lines = string.Concat(Enumerable.Repeat("0123456789\n", 10_000));
        var shown = VisibleText.From(lines);
        Assert.Contains("⟦… 62,000 characters cut", shown, StringComparison.Ordinal);
        Assert.True(shown.Length < VisibleText.TextLimit + 200);
    }

    [Fact]
    public void Names_stay_on_one_line_and_keep_both_ends()
    {
        Assert.Equal("a⏎b", VisibleText.Name("a\nb"));
        Assert.Equal("aaaaa…bbbbb", VisibleText.Name(new string('a', 50) + new string('b', 50), 10));
    }
}
