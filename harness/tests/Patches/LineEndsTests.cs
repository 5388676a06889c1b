using CsCheck;
using Eval.Harness.Patches;

namespace Eval.Harness.Tests.Patches;

public sealed class LineEndsTests
{
    [Theory]
    [InlineData("a\nx\nc\n", "a\r\nb\r\nc\r\n", "a\r\nx\r\nc\r\n")]
    [InlineData("a\r\nx\r\nc\r\n", "a\nb\nc\n", "a\nx\nc\n")]
    [InlineData("a\nx\n", "a\r\nb", "a\r\nx")]
    [InlineData("a\nb\nc\n", "\ufeffa\r\nb\r\n", "\ufeffa\r\nb\r\nc\r\n")]
    [InlineData("\ufeffa\nx\n", "\ufeffa\nb\n", "\ufeffa\nx\n")]
    [InlineData("a\fb\u0085c\u2028d\u2029e\vf\rg\n", "h\r\n", "a\fb\u0085c\u2028d\u2029e\vf\rg\r\n")]
    [InlineData("new\n", "", "new\n")]
    // Mixed: what stays keeps its own, what is changed that of its place, and what is added takes that of the line before it.
    [InlineData("a\nb\nnew\nc\nd\n", "a\nb\r\nc\r\nd\n", "a\nb\r\nnew\r\nc\r\nd\n")]
    [InlineData("a\nB\nC\nd\n", "a\nb\r\nc\nd\r\n", "a\nB\r\nC\nd\r\n")]
    [InlineData("A\nB\nnew\nc\n", "a\r\nb\nc\r\n", "A\r\nB\nnew\nc\r\n")]
    [InlineData("b\nc\nd\n", "a\r\nb\nc\r\nd\n", "b\nc\r\nd\n")]
    public void A_whole_file_has_the_line_ends_of_the_one_before_it(string text, string earlier, string expected) =>
        Assert.Equal(expected, LineEnds.Fit(text, earlier));

    [Fact]
    public void A_file_that_is_written_as_it_was_stays_as_it_was_whatever_its_line_ends() =>
        Gen.OneOfConst("a", "b", "", "c\f", "\u2028").Select(Gen.OneOfConst("\n", "\r\n")).Array[0, 40].Sample(lines =>
        {
            var earlier = string.Concat(lines.Select(line => line.Item1 + line.Item2));
            return LineEnds.Fit(earlier.Replace("\r\n", "\n", StringComparison.Ordinal), earlier) == earlier;
        });
}
