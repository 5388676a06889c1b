namespace Tackline.Tests;

public class HelpFormatterTests
{
    [Fact]
    public void PageListsArgumentsAndOptions()
    {
        CommandDefinition command = new CommandDefinition("pack", "Packs files.")
            .Flag("force", 'f', "Overwrites the archive.")
            .Value("level", null, "How hard to try.", defaultValue: "6")
            .Positional("archive", "The archive.");

        Assert.Equal(
            """
            Packs files.

            Usage: pack [options] <archive>

            Arguments:
              <archive>            The archive.

            Options:
              -f, --force          Overwrites the archive.
                  --level <value>  How hard to try. [default: 6]

            """.ReplaceLineEndings("\n"),
            HelpFormatter.Format(command));
    }

    [Fact]
    public void LongDescriptionsAreWrapped()
    {
        CommandDefinition command = new CommandDefinition("x", "X.")
            .Flag("a", null, "one two three four five six seven eight nine ten");
        string[] lines = HelpFormatter.Format(command, width: 40).Split('\n');
        Assert.All(lines, l => Assert.True(l.Length <= 40));
        Assert.Contains(lines, l => l.TrimStart().StartsWith("--a", StringComparison.Ordinal));
    }
}
