namespace Eval.Datasets.Tests;

public sealed class TextListTests
{
    [Theory]
    [InlineData("""["a", "b\n"]""", "a|b\n")]
    [InlineData("['a', \"it's\", 'say \"x\"']", "a|it's|say \"x\"")]
    [InlineData("['a'\n 'b' 'c']", "a|b|c")]
    [InlineData("('a',)", "a")]
    [InlineData("array(['a', 'b'], dtype=object)", "a|b")]
    [InlineData("[u'caf\\xe9', '\\u2603', '\\U0001f600', 'tab\\t', 'back\\\\slash', 'it\\'s', '\\101', '\\d']",
        "café|☃|😀|tab\t|back\\slash|it's|A|\\d")]
    [InlineData("[]", "")]
    [InlineData("['test_clean[a] b]', 'x::y[\"]']", "test_clean[a] b]|x::y[\"]")]
    public void A_list_in_a_text_is_read_as_json_and_as_python_shows_it(string text, string items) =>
        Assert.Equal(items.Split('|', StringSplitOptions.RemoveEmptyEntries), TextList.Parse(text));

    [Theory]
    [InlineData("not a list")]
    [InlineData("['a'")]
    [InlineData("['a', 1]")]
    [InlineData("['a', None]")]
    [InlineData("['a' ... 'b']")]
    [InlineData("[\"a\", null]")]
    [InlineData("['a\\")]
    [InlineData("['\\x']")]
    [InlineData("['\\uZZZZ']")]
    [InlineData("[']")]
    [InlineData("[")]
    [InlineData("")]
    public void What_is_no_list_of_texts_is_none(string text) => Assert.Null(TextList.Parse(text));
}
