using Eval.Harness.Patches;

namespace Eval.Harness.Tests.Patches;

public sealed class EditApplierTests
{
    private const string Text = "one\n  two \nthree\none\n";

    [Fact]
    public void What_is_found_once_is_replaced()
    {
        Assert.Equal("one\n2\nthree\none\n", EditApplier.Apply(Text, Edit("  two \n", "2\n")).Text);
        Assert.Equal("one\none\n", EditApplier.Apply(Text, Edit("  two \nthree\n", "")).Text);
        Assert.Equal("one\n  two \nthree\nfour\none\n", EditApplier.Apply(Text, Edit("three\none\n", "three\nfour\none\n")).Text);
    }

    [Fact]
    public void Blanks_at_the_ends_of_lines_are_forgiven_and_those_at_their_beginnings_are_not()
    {
        Assert.Equal("one\n  2\nthree\none\n", EditApplier.Apply(Text, Edit("  two\nthree \n", "  2\nthree\n")).Text);
        Assert.Equal("the SEARCH part \"two\" is nowhere in a.py", EditApplier.Apply(Text, Edit("two\n", "2\n")).Problem);
    }

    [Fact]
    public void What_is_there_more_than_once_is_not_guessed() =>
        Assert.Equal("the SEARCH part \"one\" is 2 times in a.py", EditApplier.Apply(Text, Edit("one\n", "1\n")).Problem);

    [Theory]
    [InlineData("one\r\ntwo\r\n", "two\n", "2\n3\n", "one\r\n2\r\n3\r\n")]
    [InlineData("one\ntwo\n", "two\r\n", "2\r\n3\r\n", "one\n2\n3\n")]
    [InlineData("one\ntwo\r\nthree\n", "two\nthree\n", "two\nmore\nthree\n", "one\ntwo\r\nmore\r\nthree\n")]
    [InlineData("one\r\ntwo", "two\n", "2\n3\n", "one\r\n2\r\n3")]
    [InlineData("one\r\ntwo", "two\n", "", "one")]
    [InlineData("\ufeffone\ntwo\n", "one\n", "1\n", "\ufeff1\ntwo\n")]
    [InlineData("\ufeffone\ntwo\n", "\ufeffone\n", "\ufeff1\n", "\ufeff1\ntwo\n")]
    [InlineData("one\n\ufefftwo\n", "\ufefftwo\n", "\ufeff2\n", "one\n\ufeff2\n")]
    [InlineData("one\ntwo\r\nthree\nfour\r\n", "two\nthree\n", "2\n3\n", "one\n2\r\n3\nfour\r\n")]
    [InlineData("a\f\nb\u0085\u2028\n", "b\u0085\u2028\n", "c\v\u2029\n", "a\f\nc\v\u2029\n")]
    public void A_file_keeps_its_line_ends(string text, string search, string replacement, string expected) =>
        Assert.Equal(expected, EditApplier.Apply(text, Edit(search, replacement)).Text);

    [Fact]
    public void An_empty_search_makes_a_new_file_only()
    {
        Assert.Equal("x\n", EditApplier.Apply(null, Edit("", "x\n")).Text);
        Assert.Equal("a.py exists, but a block for it has an empty SEARCH part", EditApplier.Apply(Text, Edit("", "x\n")).Problem);
        Assert.Equal("there is no file a.py", EditApplier.Apply(null, Edit("one\n", "x\n")).Problem);
    }

    private static FileEdit Edit(string search, string replacement) => new("a.py", search, replacement);
}
