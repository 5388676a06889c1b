using System.CommandLine;
using Eval.Harness.CommandLine;

namespace Eval.Harness.Tests.CommandLine;

public sealed class ParseMistakesTests
{
    [Theory]
    [InlineData("datasets info set.jsonl", "'info' is no command of datasets: its commands are list, show, fetch.")]
    [InlineData("datasets shwo set.jsonl", "'shwo' is no command of datasets (did you mean show?): its commands are list, show, fetch.")]
    [InlineData("datasets fetch --form x", "--form is not an option; did you mean --from?")]
    [InlineData("run twice", "'twice' was not expected: the commands are run, datasets, and names that belong together are separated by "
        + "commas without blanks, for instance --models a,b.")]
    public void A_word_that_is_none_is_answered_with_those_of_its_command(string line, string sentence)
    {
        var datasets = new Command("datasets") { new Command("list"), new Command("show"),
            new Command("fetch") { new Option<string>("--from") } };
        datasets.SetAction(_ => 0);
        var root = new RootCommand { new Command("run"), datasets };

        Assert.Equal(sentence, ParseMistakes.Describe(root.Parse(line), root).First());
    }

    [Fact]
    public void What_follows_an_unknown_command_is_no_mistake_of_its_own()
    {
        var datasets = new Command("datasets") { new Command("list") };
        datasets.SetAction(_ => 0);
        var root = new RootCommand { new Command("run"), datasets };

        Assert.Single(ParseMistakes.Describe(root.Parse("datasets info a.jsonl b.jsonl"), root));
    }
}
