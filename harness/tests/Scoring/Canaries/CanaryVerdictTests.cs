using Eval.Results.Records;

namespace Eval.Harness.Tests.Scoring.Canaries;

/// <summary>Honest answers, right and wrong ones: canaries change no verdict.</summary>
public sealed class CanaryVerdictTests(ScorerFixture scorer) : IClassFixture<ScorerFixture>
{
    private const string Add = "public static int Add(int left, int right) => left < 0 ? throw new ArgumentException() : left + right; ";
    private const string Name =
        "public static string Name(int n) => n switch { 0 => \"zero\", 1 => \"one\", 2 => \"two\", _ => \"many\" }; ";
    private const string Upto = "public static List<int> Upto(int n) => Enumerable.Range(1, n).ToList(); ";
    private const string Half = "public static double Half(int n) => n / 2.0; ";

    /// <summary>Ways in which an answer may differ from the reference and be right, or wrong.</summary>
    public static TheoryData<string, Verdict> Variants => new()
    {
        { CanaryTask.Reference, Verdict.Passed },
        { Kit(Add, Name, "public static int[] Upto(int n) => Enumerable.Range(1, n).ToArray(); ", Half), Verdict.Passed },
        { Kit(Add, Name, "public static IEnumerable<int> Upto(int n) { for (var i = 1; i <= n; i++) { yield return i; } } ", Half),
            Verdict.Passed },
        { Kit(Add, Name, "public static IReadOnlyList<int> Upto(int n) => Enumerable.Range(1, n).ToList().AsReadOnly(); ", Half),
            Verdict.Passed },
        { Kit(Add, Name, "public static Queue<int> Upto(int n) => new(Enumerable.Range(1, n)); ", Half), Verdict.Passed },
        { Kit(Add, Name, "public static IEnumerable<int> Upto(int n) { var left = new Queue<int>(Enumerable.Range(1, n)); IEnumerable<int> "
            + "Once() { while (left.TryDequeue(out var i)) { yield return i; } } return Once(); } ", Half), Verdict.Passed },
        { Kit(Add, Name, Upto, "public static decimal Half(int n) => n / 2m; "), Verdict.CompileError },
        { Kit(Add, Name, Upto, "public static float Half(int n) => n / 2f; "), Verdict.Passed },
        { Kit("public static long Add(long left, long right) => left < 0 ? throw new ArgumentException() : left + right; ", Name, Upto,
            Half), Verdict.Passed },
        { Kit("public static double Add(int left, int right) => left < 0 ? throw new ArgumentException() : left + right; ", Name, Upto,
            Half), Verdict.Passed },
        { Kit("public static decimal Add(decimal left, decimal right) => left < 0 ? throw new ArgumentException() : left + right; ", Name,
            Upto, Half), Verdict.Passed },
        { Kit("public static int? Add(int left, int? right) => left < 0 ? throw new ArgumentException() : left + right; ", Name, Upto,
            Half), Verdict.Passed },
        { Kit("public static System.Numerics.BigInteger Add(int left, int right) => left < 0 ? throw new ArgumentException() : left + "
            + "right; ", Name, Upto, Half), Verdict.Passed },
        { Kit("public static short Add(int left, int right) => left < 0 ? throw new ArgumentException() : (short)(left + right); ", Name,
            Upto, Half), Verdict.Passed },
        { Kit("public static ulong Add(int left, int right) => left < 0 ? throw new ArgumentException() : (ulong)(left + right); ", Name,
            Upto, Half), Verdict.CompileError },
        { Kit("public static int Add(int left, int right, bool isChecked = true) => left < 0 ? throw new ArgumentException() : left + "
            + "right; ", Name, Upto, Half), Verdict.Passed },
        { Kit("public static Func<int, int, int> Add = (left, right) => left < 0 ? throw new ArgumentException() : left + right; ", Name,
            Upto, Half), Verdict.Passed },
        { Kit("public static T Add<T>(T left, T right) where T : System.Numerics.INumber<T> => T.IsNegative(left) ? throw new "
            + "ArgumentException() : left + right; ", Name, Upto, Half), Verdict.Passed },
        { Kit("public static int Add(int left, int right) => left < 0 ? throw new ArgumentOutOfRangeException() : left + right; ", Name,
            Upto, Half), Verdict.Failed },
        { Kit("public static int Add(int left, int right) => left < 0 ? throw new ArgumentException() : left + right + (left == 40 ? "
            + "1 : 0); ", Name, Upto, Half), Verdict.Failed },
        { Kit(Add, "public static string Name(int n) => n switch { 0 => \"Zero\", 1 => \"one\", 2 => \"two\", _ => \"many\" }; ", Upto,
            Half), Verdict.Failed },
        { Kit(Add, "public static string Name(int n) => null; ", Upto, Half), Verdict.Failed },
        { Kit(Add, Name, "public static List<int> Upto(int n) => Enumerable.Range(1, n).Reverse().ToList(); ", Half), Verdict.Failed },
        { Kit(Add, Name, "public static List<int> Upto(int n) => throw new NotImplementedException(); ", Half), Verdict.RuntimeError },
        { Kit(Add, Name, Upto, "public static double Half(int n) => n / 2; "), Verdict.Failed },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task An_answer_fares_with_canaries_as_it_does_without(string answer, Verdict expected)
    {
        var with = await scorer.ScoreBesideAsync(CanaryTask.Create(), CanaryTask.Fenced(answer));
        var without = await scorer.ScoreBesideAsync(CanaryTask.Create(reference: null), CanaryTask.Fenced(answer));

        Assert.True((expected, expected) == (with.Verdict, without.Verdict),
            $"{with.Verdict}: {with.Error}; without canaries {without.Verdict}: {without.Error}");
        Assert.Equal((VerdictOriginKind.Canary, VerdictOriginKind.Inside), (with.VerdictOrigin!.Kind, without.VerdictOrigin!.Kind));
        Assert.Equal(without.TestsPassed, with.TestsPassed);
    }

    [Fact]
    public async Task What_a_guess_is_worth_and_what_nothing_checked_is_told()
    {
        var scored = await scorer.ScoreBesideAsync(CanaryTask.Create(), CanaryTask.Fenced(CanaryTask.Reference));

        Assert.InRange(scored.VerdictOrigin!.GuessProbability!.Value, double.Epsilon, 1e-6);
        Assert.Contains("canaries: 12 of 14 assertions were compared with 8 values each", scored.Output, StringComparison.Ordinal);
        Assert.Contains("nothing checked the others", scored.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Fact] public void T() => Assert.True(Kit.Add(1, 2) > 2);", "no constant")]
    [InlineData("[Fact] public void T() => Assert.Equal(\"zero\", Kit.Name(0));", "one text, and none to stand beside it")]
    [InlineData("[Fact] public void T() { if (Kit.Half(4) == 2) { Assert.Equal(3, Kit.Add(1, 2)); } }", "never sure to be reached")]
    [InlineData("[Fact] public void T() { try { Assert.Equal(4, Kit.Add(1, 2)); } catch (Xunit.Sdk.XunitException) { return; } "
        + "Assert.Fail(); }", "the test catches the failed assertion")]
    public async Task Tests_that_canaries_do_not_protect_are_decided_inside(string test, string why)
    {
        var scored = await scorer.ScoreBesideAsync(CanaryTask.Create($"using Xunit; public class KitTests {{ {test} /* {why} */ }}"),
            CanaryTask.Fenced(CanaryTask.Reference));

        Assert.Equal((Verdict.Passed, VerdictOrigin.Inside), (scored.Verdict, scored.VerdictOrigin));
    }

    private static string Kit(params string[] members) => $"public static class Kit {{ {string.Concat(members)} }}";
}
