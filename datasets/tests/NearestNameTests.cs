namespace Eval.Datasets.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("--modles", "--models")]
    [InlineData("LANGAUGE", "language")]
    [InlineData("shwo", "show")]
    [InlineData("x", null)]
    [InlineData("something else", null)]
    public void A_misspelt_name_has_a_nearest_one_and_another_word_none(string word, string? name) =>
        Assert.Equal(name, NearestName.Find(word, ["--models", "--modes-of-all", "language", "list", "show", "id"]));
}
