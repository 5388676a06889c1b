using System.CommandLine;
using Eval.Harness.CommandLine;
using Eval.Harness.Options;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Options;

public sealed class DeclaredOptionTests
{
    private static readonly RunOption<int> Extra = new("--extra")
    {
        Help = "One more option.",
        Default = 2,
        Decides = Decides.Answers,
        Holds = value => value < 10,
        Instead = "write a number below 10.",
    };

    [Fact]
    public void A_declaration_is_all_that_an_option_needs()
    {
        IReadOnlyList<RunOption> declared = [.. RunOptions.Declared(), Extra];
        var mistakes = new List<string>();

        var typed = Read(declared, ["--models", "a", "--extra", "7"], mistakes);
        Assert.Empty(mistakes);
        Assert.Equal(7, typed.Get(Extra));

        var stored = StoredOptions.Write(typed, declared: declared);
        Assert.Equal("7", stored.Answers["--extra"]);
        Assert.Equal(7, Read(declared, StoredOptions.ToArguments(stored), mistakes).Get(Extra));

        Read(declared, ["--models", "a", "--extra", "12"], mistakes);
        Assert.Equal(["--extra 12: write a number below 10."], mistakes);
    }

    public static TheoryData<string> Declared => [.. RunOptions.Declared().Select(option => option.Name)];

    [Theory]
    [MemberData(nameof(Declared))]
    public void Every_option_is_in_the_help_and_comes_back_from_the_store(string name)
    {
        var option = RunOptions.Declared().Single(option => option.Name == name);
        var value = option switch
        {
            RunOption<bool> => "true",
            RunOption<int> or RunOption<int?> or RunOption<long?> or RunOption<double> or RunOption<double?> or RunOption<decimal>
                or RunOption<decimal?> => "1",
            _ => null,
        };

        Assert.True(option.IsHidden || option.CreateOption().Description is { Length: > 0 });
        Assert.Equal(name, option.CreateOption().Name);
        if (value is null || option.Stored == OptionStorage.Never)
        {
            return;
        }

        var mistakes = new List<string>();
        var typed = Read(RunOptions.Declared(), ["--models", "a", $"{name}={value}"], mistakes);
        Assert.Equal(option.ToStored(typed),
            option.ToStored(Read(RunOptions.Declared(), StoredOptions.ToArguments(StoredOptions.Write(typed)), mistakes)));
        Assert.DoesNotContain(mistakes, mistake => mistake.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_declared_to_decide_is_what_comparisons_look_at()
    {
        var typed = new RunOptions { Models = ["a"], Limit = 3, Classes = ["bugfix"], TimeoutSeconds = 7, Samples = 2, MaxTokens = 9 };

        var stored = StoredOptions.Write(typed);

        Assert.Equal(["--class", "--limit"], stored.Tasks.Keys.Order());
        Assert.Equal("2", stored.Answers["--samples"]);
        Assert.Equal("7", stored.Answers["--timeout"]);
        Assert.All(stored.Tasks.Keys, name => Assert.Contains(name, Names(Decides.Tasks)));
        Assert.All(stored.Answers.Keys, name => Assert.Contains(name, Names(Decides.Answers)));
        Assert.All(stored.Others.Keys, name => Assert.Contains(name, Names(Decides.Nothing)));
    }

    [Fact]
    public void Repositories_of_a_run_stay_where_they_were_when_the_variable_changes()
    {
        var first = RunOptions.FromEnvironment(_ => "./mirrors") with { Models = ["a"] };
        var set = new RunOptionSet();
        var command = new Command("run");
        set.AddAllTo(command);

        var again = set.Read(command.Parse(StoredOptions.ToArguments(StoredOptions.Write(first))),
            RunOptions.FromEnvironment(_ => "./others"), []);

        Assert.Equal("./mirrors", again.Repositories);
    }

    [Theory]
    [InlineData("https://somebody:hunter2@git.example", true)]
    [InlineData("https://git.example", false)]
    [InlineData("ssh://git@git.example/team", false)]
    [InlineData("./mirrors", false)]
    public void A_password_in_the_address_of_repositories_is_refused_and_not_repeated(string place, bool isRefused)
    {
        var mistakes = new List<string>();
        var set = new RunOptionSet();
        var command = new Command("run");
        set.AddAllTo(command);

        set.Read(command.Parse(["--models", "a"]), RunOptions.FromEnvironment(_ => place), mistakes);

        Assert.Equal(isRefused ? 1 : 0, mistakes.Count);
        Assert.DoesNotContain(mistakes, mistake => mistake.Contains("hunter2", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(Decides decides) =>
        RunOptions.Declared().Where(option => option.Decides == decides).Select(option => option.Name).Order();

    private static RunOptions Read(IReadOnlyList<RunOption> declared, IReadOnlyList<string> words, List<string> mistakes)
    {
        var set = new RunOptionSet(declared);
        var command = new Command("run");
        set.AddAllTo(command);
        Assert.All(declared, option => Assert.Contains(command.Options, known => known.Name == option.Name));
        return set.Read(command.Parse(words), new RunOptions(), mistakes);
    }
}
