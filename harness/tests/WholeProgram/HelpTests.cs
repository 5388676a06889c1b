using System.Text.RegularExpressions;

namespace Eval.Harness.Tests.WholeProgram;

public sealed partial class HelpTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("grade")]
    [InlineData("report")]
    [InlineData("compare")]
    [InlineData("models")]
    [InlineData("datasets")]
    [InlineData("datasets audit")]
    [InlineData("datasets fetch")]
    [InlineData("doctor")]
    [InlineData("simulate")]
    [InlineData("serve")]
    [InlineData("route")]
    [InlineData("gate")]
    [InlineData("nightly")]
    public async Task Help_is_what_was_reviewed(string verb)
    {
        var result = await _eval.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Golden.Match(result.Output, verb.Length == 0 ? "help.txt" : $"help-{verb.Replace(' ', '-')}.txt");
    }

    [Fact]
    public async Task Every_verb_that_is_listed_shows_help_with_an_example()
    {
        var root = await _eval.RunAsync("--help");
        var verbs = ListedVerb().Matches(root.Output[root.Output.IndexOf("Commands:", StringComparison.Ordinal)..])
            .Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(verbs);
        foreach (var verb in verbs)
        {
            Assert.Matches($"Examples?:\n  {verb}", (await _eval.RunAsync(verb, "--help")).Output);
        }
    }

    [GeneratedRegex("^  ([a-z]+) ", RegexOptions.Multiline)]
    private static partial Regex ListedVerb();
}
