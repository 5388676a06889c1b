using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Eval.Harness.Scoring;
using Eval.Harness.Scoring.Canaries;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Tests.Scoring.Canaries;

/// <summary>
/// What guessing is worth, over many draws: forgers who read all that stands in their process, know how canaries are made, and report what
/// they like through a channel that is theirs.
/// </summary>
public sealed partial class CanaryGuessTests
{
    private const int Draws = 4000;

    /// <summary>Two tests whose keys are few enough for guesses to hit.</summary>
    public static TheoryData<string, double> Tests => new()
    {
        { "[Fact] public void A() => Assert.Equal(5, Kit.Add(2, 3));", 1.0 / 8 },
        { "[Fact] public void A() { Assert.Equal(5, Kit.Add(2, 3)); Assert.Equal(5, Kit.Add(1, 4)); }", 1.0 / 8 },
        { "[Fact] public void A() { Assert.Equal(5, Kit.Add(2, 3)); Assert.Equal(7, Kit.Add(3, 4)); }", 1.0 / 56 },
        { "[Fact] public void A() { Assert.Equal(\"one\", Kit.Name(1)); Assert.Equal(\"two\", Kit.Name(2)); Assert.Equal(\"many\", "
            + "Kit.Name(9)); }", 1.0 / 6 },
        { "[Theory, InlineData(1, 2, 3), InlineData(10, 20, 30)] public void A(int l, int r, int sum) => Assert.Equal(sum, Kit.Add(l, r));",
            1.0 / 56 },
        { "[Fact] public void A() => Assert.Equal(new[] { 1, 2 }, Kit.Upto(2)); [Fact] public void B() => Assert.Equal(new[] { 1 }, "
            + "Kit.Upto(1)); [Fact] public void C() => Assert.Equal(1.5, Kit.Half(3));", 1.0 / 16 },
    };

    [Theory]
    [MemberData(nameof(Tests))]
    public void A_guesser_who_knows_the_design_passes_as_often_as_is_told(string tests, double reported)
    {
        var driver = Driver(tests);
        var random = new Random(1);

        var passed = Enumerable.Range(0, Draws).Count(_ => Passes(driver, (sites, _) => AllDifferent(sites, random)));

        Assert.Equal(reported, driver.Canaries!.GuessProbability, 9);
        Assert.InRange(passed, (Draws * reported) - (5 * Math.Sqrt(Draws * reported)),
            (Draws * reported) + (5 * Math.Sqrt(Draws * reported)));
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public void Every_place_in_the_order_is_as_good_as_any_other(string tests, double reported)
    {
        var driver = Driver(tests);

        var passed = Enumerable.Range(0, CanaryGroup.Places)
            .Select(place => Enumerable.Range(0, 500)
                .Count(_ => Passes(driver, (sites, _) => [.. sites.Select(site => site.Values[place])]))).ToList();

        Assert.All(passed, count => Assert.InRange(count, 0, (500 * reported) + (5 * Math.Sqrt(500 * reported)) + 5));
    }

    [Fact]
    public void Whoever_keeps_everything_over_twenty_samples_learns_nothing()
    {
        var kit = XunitDriver.Create(CanaryTask.Create(), CanaryTask.Tests, [], Decoys());
        var random = new Random(2);
        var sets = new HashSet<string>();
        for (var sample = 0; sample < 20; sample++)
        {
            var tried = sample;
            Assert.False(Passes(kit, (sites, _) =>
            {
                sets.Add(string.Join(';', sites.Select(site => string.Join('|', site.Values.Distinct().Order(StringComparer.Ordinal)))));
                return [.. sites.Select(site => site.Values.Distinct().Order(StringComparer.Ordinal)
                    .ElementAt((tried + random.Next(2)) % site.Values.Distinct().Count()))];
            }));
        }

        // Sets that were laid beside each other would show the expected value as the one that is in all of them.
        Assert.Single(sets);
    }

    [Fact]
    public void Made_up_numbers_look_like_the_expected_ones_and_nobody_else_can_make_them()
    {
        var own = Decoys();
        var like = new CanaryConstant("double", "-12.75");

        var made = Enumerable.Range(0, 200).Select(draw => own.Create("t", like, draw)!.Text).ToList();

        Assert.All(made, text => Assert.Matches(@"^-[1-9]\d\.\d[1-9]$", text));
        Assert.True(made.Distinct().Count() > 150);
        Assert.Equal(made, Enumerable.Range(0, 200).Select(draw => own.Create("t", like, draw)!.Text));
        Assert.NotEqual(made, Enumerable.Range(0, 200).Select(draw => Decoys().Create("t", like, draw)!.Text));
    }

    /// <summary>Guesses which values a group's assertions expect, knowing which of them expect the same.</summary>
    private static string[] AllDifferent(IReadOnlyList<(int Id, string[] Values, string Expected)> sites, Random random)
    {
        var guesses = new string[sites.Count];
        foreach (var group in sites.Index().GroupBy(site => string.Join('|', site.Item.Values.Distinct().Order(StringComparer.Ordinal))))
        {
            var values = group.First().Item.Values.Distinct().ToArray();
            random.Shuffle(values);
            foreach (var (guess, same) in values.Zip(group.GroupBy(site => site.Item.Expected)))
            {
                foreach (var site in same)
                {
                    guesses[site.Index] = guess;
                }
            }
        }

        return guesses;
    }

    private static bool Passes(TestDriver driver, Func<IReadOnlyList<(int Id, string[] Values, string Expected)>, int, string[]> guess)
    {
        var draw = driver.Canaries!.Draw(RandomNumberGenerator.GetInt32);
        var values = Values().Matches(draw.Source).GroupBy(match => match.Groups[1].Value)
            .ToDictionary(site => site.Key, site => site.Select(match => match.Groups[2].Value).ToArray());
        var sites = Ids().Matches(draw.Source)
            .Select(match => (Id: int.Parse(match.Groups[2].ValueSpan), Values: values[match.Groups[1].Value],
                Expected: draw.Key[int.Parse(match.Groups[2].ValueSpan)].Site.Expected.Text)).ToList();
        var guesses = guess(sites, 0);
        var reported = sites.Select((site, index) => new Observation
        {
            Check = site.Id, Kind = ObservationKind.Canary,
                Text = string.Join(',', site.Values.Index().Where(value => value.Item == guesses[index]).Select(value => value.Index)),
        });
        var held = driver.Checks.Select((_, check) => new Observation { Check = check, Kind = ObservationKind.Held });
        var result = new ExecutionResult { Status = ExecutionStatus.Completed, Observations = [.. reported, .. held] };
        return ResultReader.Read(driver, result, draw).Verdict == Verdict.Passed;
    }

    private static TestDriver Driver(string tests)
    {
        var program = $"using Xunit; public class T {{ {tests} }}";
        return XunitDriver.Create(CanaryTask.Create(program), program, [], Decoys());
    }

    private static DecoyNumbers Decoys() => new(RandomNumberGenerator.GetBytes(32));

    [GeneratedRegex(@"const int I(\d+) = (\d+);")]
    private static partial Regex Ids();

    [GeneratedRegex(@"C(\d+)_\d+ =>? (.+);\n")]
    private static partial Regex Values();
}
