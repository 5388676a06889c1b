namespace Tackline.Tests;

public class EmptyValueTests
{
    private static readonly CommandDefinition Command = new CommandDefinition("convert", "Converts pictures.")
        .Flag("verbose", 'v', "Tells what is being done.")
        .Counter("quality", 'q', "Raises the quality.")
        .Value("suffix", 's', "Text put before the file's extension.", defaultValue: "-converted")
        .Value("format", 'f', "The format to write.", choices: ["png", "jpeg"])
        .List("tag", 't', "A tag.")
        .Positional("input", "The picture.", required: false)
        .Positional("output", "The result.", required: false);

    private static ParseResult Parse(params string[] arguments) => ArgumentParser.Parse(Command, arguments);

    [Fact]
    public void LongOptionWithNothingAfterTheEqualsSignIsEmpty()
    {
        ParseResult result = Parse("--suffix=", "in.png", "out.png");
        Assert.True(result.Success);
        Assert.Equal("", result.GetString("suffix"));
        Assert.Equal("in.png", result.GetPositional("input"));
        Assert.Equal("out.png", result.GetPositional("output"));
    }

    [Fact]
    public void EmptyValueAtTheEndIsNoError()
    {
        ParseResult result = Parse("in.png", "--suffix=");
        Assert.True(result.Success);
        Assert.True(result.IsGiven("suffix"));
        Assert.Equal("", result.GetString("suffix"));
    }

    [Fact]
    public void ShortOptionWithNothingAfterTheEqualsSignIsEmpty()
    {
        ParseResult result = Parse("-vs=", "in.png");
        Assert.True(result.Success);
        Assert.True(result.GetFlag("verbose"));
        Assert.Equal("", result.GetString("suffix"));
        Assert.Equal("in.png", result.GetPositional("input"));
    }

    [Fact]
    public void ListKeepsEmptyValues()
    {
        ParseResult result = Parse("--tag=a", "--tag=", "-t=", "in.png");
        Assert.Equal(["a", "", ""], result.GetList("tag"));
        Assert.Equal("in.png", result.GetPositional("input"));
    }

    [Fact]
    public void EmptyValueIsCheckedAgainstTheChoices()
    {
        ParseError error = Assert.Single(Parse("--format=", "png").Errors);
        Assert.Equal(ParseErrorKind.InvalidChoice, error.Kind);
        Assert.Equal("--format", error.Subject);
    }

    [Fact]
    public void FlagAndCounterRejectAnEmptyValue()
    {
        ParseResult result = Parse("--verbose=", "-q=");
        Assert.Equal(
            [ParseErrorKind.UnexpectedValue, ParseErrorKind.UnexpectedValue],
            result.Errors.Select(e => e.Kind));
        Assert.False(result.GetFlag("verbose"));
        Assert.Equal(0, result.GetCount("quality"));
    }

    [Fact]
    public void EmptyArgumentOfItsOwnIsAValue()
    {
        ParseResult result = Parse("--suffix", "", "in.png");
        Assert.True(result.Success);
        Assert.Equal("", result.GetString("suffix"));
    }

    [Fact]
    public void OptionWithoutEqualsSignStillTakesTheNextArgument()
    {
        ParseResult result = Parse("-s", "x", "--tag", "y", "in.png");
        Assert.Equal("x", result.GetString("suffix"));
        Assert.Equal(["y"], result.GetList("tag"));
    }

    [Fact]
    public void OptionWithoutValueAtTheEndIsStillAnError()
    {
        Assert.Equal(ParseErrorKind.MissingValue, Assert.Single(Parse("in.png", "-s").Errors).Kind);
        Assert.Equal(ParseErrorKind.MissingValue, Assert.Single(Parse("--suffix", "--verbose").Errors).Kind);
    }
}
