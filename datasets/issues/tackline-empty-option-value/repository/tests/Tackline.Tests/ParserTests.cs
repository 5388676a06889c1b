namespace Tackline.Tests;

public class ParserTests
{
    private static readonly CommandDefinition Command = new CommandDefinition("convert", "Converts pictures.")
        .Flag("verbose", 'v', "Tells what is being done.")
        .Flag("colour", null, "Colours the output.", negatable: true)
        .Counter("quality", 'q', "Raises the quality.")
        .Value("suffix", 's', "Text put before the file's extension.", defaultValue: "-converted")
        .Value("format", 'f', "The format to write.", choices: ["png", "jpeg"])
        .Value("offset", 'o', "The offset.")
        .List("tag", 't', "A tag.")
        .Positional("input", "The picture.")
        .Positional("more", "Further pictures.", required: false, takesRest: true);

    private static ParseResult Parse(params string[] arguments) => ArgumentParser.Parse(Command, arguments);

    [Fact]
    public void LongOptionTakesTheNextArgument()
    {
        ParseResult result = Parse("--suffix", "new", "a.png");
        Assert.True(result.Success);
        Assert.Equal("new", result.GetString("suffix"));
        Assert.Equal("a.png", result.GetPositional("input"));
    }

    [Fact]
    public void AttachedValueMayContainEqualsSigns()
    {
        Assert.Equal("a=b=c", Parse("--suffix=a=b=c", "a.png").GetString("suffix"));
    }

    [Fact]
    public void ShortOptionTakesItsValueInThreeForms()
    {
        Assert.Equal("x", Parse("-sx", "a.png").GetString("suffix"));
        Assert.Equal("x", Parse("-s=x", "a.png").GetString("suffix"));
        Assert.Equal("x", Parse("-s", "x", "a.png").GetString("suffix"));
    }

    [Fact]
    public void BundleMayEndWithAnOptionThatTakesAValue()
    {
        ParseResult result = Parse("-vqqfpng", "a.png");
        Assert.True(result.Success);
        Assert.True(result.GetFlag("verbose"));
        Assert.Equal(2, result.GetCount("quality"));
        Assert.Equal("png", result.GetString("format"));
    }

    [Fact]
    public void FlagCanBeNegated()
    {
        Assert.True(Parse("--colour", "a").GetFlag("colour"));
        Assert.False(Parse("--colour", "--no-colour", "a").GetFlag("colour"));
        Assert.Equal(ParseErrorKind.UnknownOption, Assert.Single(Parse("--no-verbose", "a").Errors).Kind);
    }

    [Fact]
    public void FlagRejectsAValue()
    {
        ParseError error = Assert.Single(Parse("--verbose=yes", "a.png").Errors);
        Assert.Equal(ParseErrorKind.UnexpectedValue, error.Kind);
        Assert.Equal("--verbose", error.Subject);
    }

    [Fact]
    public void NegativeNumberIsAValue()
    {
        ParseResult result = Parse("--offset", "-5", "a.png");
        Assert.True(result.Success);
        Assert.Equal(-5, result.GetValue<int>("offset"));
    }

    [Fact]
    public void ValueAtTheEndIsMissing()
    {
        ParseError error = Assert.Single(Parse("a.png", "--suffix").Errors);
        Assert.Equal(ParseErrorKind.MissingValue, error.Kind);
    }

    [Fact]
    public void ChoicesAreChecked()
    {
        Assert.Equal(ParseErrorKind.InvalidChoice, Assert.Single(Parse("--format=bmp", "a.png").Errors).Kind);
    }

    [Fact]
    public void EverythingAfterTheTerminatorIsPositional()
    {
        ParseResult result = Parse("--", "--suffix", "-v");
        Assert.True(result.Success);
        Assert.Equal("--suffix", result.GetPositional("input"));
        Assert.Equal(["-v"], result.GetPositionals("more"));
    }

    [Fact]
    public void UnknownOptionIsReportedWithASuggestion()
    {
        ParseError error = Assert.Single(Parse("--sufix=x", "a.png").Errors);
        Assert.Equal(ParseErrorKind.UnknownOption, error.Kind);
        Assert.Contains("--suffix", error.Message);
    }
}
