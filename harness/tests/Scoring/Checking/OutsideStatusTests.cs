using Eval.Datasets;
using Eval.Harness.Scoring;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Tests.Scoring.Checking;

/// <summary>How answers end whose tests run in another process, and which tests cannot.</summary>
public sealed class OutsideStatusTests(ScorerFixture scorer) : IClassFixture<ScorerFixture>
{
    private const string Reference = """
        public class Meter { public Meter(int start) => Value = start; public int Value { get; set; } public int Add(int by) => Value += by; public override bool Equals(object other) => other is Meter meter && meter.Value == Value; public override int GetHashCode() => Value; }
        """;

    private const string Tests = "using Xunit;\npublic class MeterTests { [Fact] public void Adds() { var meter = new Meter(1); "
        + "Assert.Equal(3, meter.Add(2)); Assert.Equal(3, meter.Value); } }";

    [Theory]
    [InlineData("public int Add(int by) => Value += by;", Verdict.Passed, "")]
    [InlineData("public int Add(int by) => Value -= by;", Verdict.Failed, "expected 3, actual -1")]
    [InlineData("public int Add(int by) { while (true) { } }", Verdict.Timeout, "processor time")]
    [InlineData("public int Add(int by) { System.Threading.Thread.Sleep(-1); return 0; }", Verdict.Timeout, "on the clock")]
    [InlineData("public int Add(int by) { var all = new List<byte[]>(); while (true) { all.Add(new byte[1 << 22]); "
        + "all[^1].AsSpan().Fill(1); } }", Verdict.OutOfMemory, "512 MiB")]
    [InlineData("public int Add(int by) { Environment.Exit(0); return 3; }", Verdict.RuntimeError, "exit code 0")]
    [InlineData("public int Add(int by) => throw new DivideByZeroException(\"no\");", Verdict.RuntimeError,
        "System.DivideByZeroException: no")]
    [InlineData("public int Plus(int by) => Value += by;", Verdict.CompileError, "'Add'")]
    [InlineData("public string Add(int by) => \"3\";", Verdict.CompileError, "")]
    public async Task Answers_end_as_they_do_inside(string member, Verdict expected, string error)
    {
        // What sleeps is waited for; all else has time on the clock beside whatever runs there.
        var limits = new ResourceLimits { CpuTime = TimeSpan.FromSeconds(1),
            WallTime = TimeSpan.FromSeconds(error == "on the clock" ? 3 : 30) };
        var own = new FunctionScorer(scorer.Sandbox, scorer.Sandbox, limits);

        var scored = await own.ScoreCodeAsync(Task(Reference, Tests),
            Reference.Replace("public int Add(int by) => Value += by;", member, StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        Assert.True(expected == scored.Verdict, $"{scored.Verdict}: {scored.Error}");
        Assert.Contains(error, scored.Error ?? "", StringComparison.Ordinal);
        Assert.Equal(VerdictOrigin.Outside, scored.VerdictOrigin);
    }

    [Fact]
    public async Task Equality_that_the_reference_writes_itself_is_marked()
    {
        var task = Task(Reference,
            "using Xunit;\npublic class MeterTests { [Fact] public void Equal() => Assert.Equal(new Meter(2), new Meter(2)); }");

        var scored = await scorer.Scorer.ScoreCodeAsync(task, Reference, TestContext.Current.CancellationToken);

        Assert.Equal(Verdict.Passed, scored.Verdict);
        Assert.Equal(VerdictOrigin.OutsideEqualityByAnswer, scored.VerdictOrigin);
    }

    [Theory]
    [InlineData("public class Twice : Meter { public Twice() : base(2) { } }", "new Twice().Value", "derives from Meter")]
    [InlineData("", "typeof(Meter).Name.Length - 3", "typeof(Meter)")]
    [InlineData("", "new Meter(2).GetType().Name.Length - 3", "GetType() of Meter")]
    public async Task What_cannot_be_parted_runs_beside_the_answer_and_says_why(string helper, string value, string reason)
    {
        var task = Task(Reference,
            $"using Xunit;\n{helper}\npublic class MeterTests {{ [Fact] public void Holds() => Assert.Equal(2, {value}); }}");

        var scored = await scorer.Scorer.ScoreCodeAsync(task, Reference, TestContext.Current.CancellationToken);

        Assert.True(scored.Verdict == Verdict.Passed, scored.Error);
        Assert.True(scored.VerdictOrigin!.Kind is VerdictOriginKind.Inside or VerdictOriginKind.Canary, $"{scored.VerdictOrigin}");
        Assert.Contains(reason, scored.InsideReason!, StringComparison.Ordinal);
    }

    private static FunctionTask Task(string reference, string tests) => new()
    {
        Id = $"meter-{tests.GetHashCode(StringComparison.Ordinal):x}",
        Dataset = "scoring",
        Language = "csharp",
        Class = "completion",
        Prompt = "Write it.",
        ReferenceSolution = reference,
        Tests = new ProgramTests { Style = ProgramTestStyle.Xunit, Code = tests },
    };
}
