using Eval.Results.Records;

namespace Eval.Harness.Tests.Scoring.Canaries;

/// <summary>
/// Answers that know nothing and would pass by what shares their process with them. Each is a shape, not the only one of it.
/// </summary>
public sealed class CanaryAttackTests(ScorerFixture scorer) : IClassFixture<ScorerFixture>
{
    /// <summary>Takes what the tests report through, as if no scan kept it from reflection, and tells the host whatever it likes.</summary>
    private const string Forger = """
        public static class Forger
        {
            public static void Say(params (byte Kind, int Check, string Text)[] frames)
            {
                var hidden = System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Instance;
                var checks = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType("Eval.Runtime.Checks")).First(type => type != null);
                var channel = checks.GetField("channel", hidden).GetValue(null);
                var fields = channel.GetType().GetFields(hidden);
                var nonce = (byte[])fields.First(field => field.FieldType == typeof(byte[])).GetValue(channel);
                var stream = (Stream)fields.First(field => field.FieldType == typeof(Stream)).GetValue(channel);
                foreach (var (kind, check, text) in frames)
                {
                    var body = kind == 7 ? new byte[0] : BitConverter.GetBytes(check).Concat(System.Text.Encoding.UTF8.GetBytes(text)).ToArray();
                    stream.Write(BitConverter.GetBytes(17 + body.Length).Concat(nonce).Append(kind).Concat(body).ToArray());
                }
            }
        }
        """;

    private const string AllHeld = "Enumerable.Range(0, 9).Select(check => ((byte)5, check, \"\"))";
    private const string End = "((byte)7, 0, \"\")";

    /// <summary>Attacks by their names; each is the whole answer.</summary>
    public static TheoryData<string, string> Attacks => new()
    {
        { "prints a success", Kit("Console.WriteLine(\"{\\\"passed\\\":true}\"); Environment.Exit(0);") },
        { "leaves", Kit("Environment.Exit(0);") },
        { "names the expected values", Kit("").Replace("=> 0;", "=> global::Eval.Tests.EvalDrawn.C0_0;", StringComparison.Ordinal) },
        { "names them behind an alias", "using Mine = E\\u0076al.Tests.EvalDrawn;\n"
            + Kit("").Replace("=> 0;", "=> Mine.C0_0;", StringComparison.Ordinal) },
        { "reports by itself", Kit("for (var i = 0; i < 9; i++) { global::Eval.Runtime.Checks.That(i, true); } Environment.Exit(0);") },
        { "declares the comparison", Kit("") + "namespace @Eval.Runtime { public static class Canaries { public static void Tell<T>(int "
            + "id, T actual, Func<T, bool[]> compare) { } } }" },
        { "declares the expected values", Kit("") + "namespace Eval.Tests { public static partial class EvalDrawn { } }" },
        { "is equal to everything", "public struct Any { public static implicit operator Any(int n) => new(); public static implicit "
            + "operator Any(string s) => new(); public static implicit operator Any(double d) => new(); public override bool Equals(object "
            + "o) => true; public override int GetHashCode() => 0; public static bool operator ==(Any a, Any b) => true; public static "
            + "bool operator !=(Any a, Any b) => false; }\npublic static class Kit { public static Any Add(int a, int b) => a < 0 ? throw "
            + "new ArgumentException() : new(); public static Any Name(int n) => new(); public static List<int> Upto(int n) => new(); "
            + "public static Any Half(int n) => new(); }" },
        { "is another sequence each time", Kit("")
            .Replace("public static List<int> Upto(int n) => new();", "public static Changing Upto(int n) => new();",
                StringComparison.Ordinal)
            + "public class Changing : IEnumerable<int> { private int _n; public IEnumerator<int> GetEnumerator() => Enumerable.Range(1, 1 "
            + "+ _n++ % 3).GetEnumerator(); System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => "
            + "GetEnumerator(); }" },
        { "throws what a failed assertion throws", Kit("throw new Xunit.Sdk.XunitException(\"held\");") },
        { "calls the assertions itself", Kit("Xunit.Assert.True(true);") },
    };

    /// <summary>Attacks that reach what the tests report through; canaries alone stand against them.</summary>
    public static TheoryData<string, string> Forgeries => new()
    {
        { "tells that every check held", Kit($"Forger.Say([.. {AllHeld}, {End}]); System.Threading.Thread.Sleep(1000);") + Forger },
        { "tells it and leaves", Kit($"Forger.Say([.. {AllHeld}, {End}]); Environment.Exit(0);") + Forger },
        { "tells it from another thread", Kit($"new System.Threading.Thread(() => Forger.Say([.. {AllHeld}, {End}])) {{ IsBackground = "
            + $"true }}.Start(); System.Threading.Thread.Sleep(3000);") + Forger },
        { "makes canaries up, all of which hold",
            Kit($"Forger.Say([.. Enumerable.Range(0, 40).Select(id => ((byte)17, id, \"0,1,2,3,4,5,6,7\")), .. {AllHeld}, {End}]);")
            + Forger },
        { "makes canaries up, of which one holds",
            Kit($"Forger.Say([.. Enumerable.Range(0, 40).Select(id => ((byte)17, id, \"0\")), .. {AllHeld}, {End}]);") + Forger },
        { "ends the tests before they begin", Kit($"Forger.Say({End});") + Forger },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Nobody_passes_who_only_tells_what_the_host_wants_to_hear(string attack, string answer)
    {
        var scored = await scorer.ScoreUnscannedAsync(CanaryTask.Create(), CanaryTask.Fenced(answer));

        Assert.True(scored.Verdict is Verdict.Failed or Verdict.RuntimeError && scored.UnfitReason is null,
            $"{attack}: {scored.Verdict} {scored.Error}");
        Assert.Equal(VerdictOriginKind.Canary, scored.VerdictOrigin!.Kind);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Nobody_passes_who_knows_nothing(string attack, string answer)
    {
        var scored = await scorer.ScoreBesideAsync(CanaryTask.Create(), CanaryTask.Fenced(answer));

        Assert.True(scored.Verdict != Verdict.Passed && scored.Verdict.IsAnswered() && scored.UnfitReason is null,
            $"{attack}: {scored.Verdict} {scored.Error}");
        Assert.Equal(VerdictOriginKind.Canary, scored.VerdictOrigin!.Kind);
    }

    /// <summary>Were this attack to reach nothing, the forgeries would prove nothing.</summary>
    [Fact]
    public async Task The_forger_passes_where_no_canary_is()
    {
        var answer = CanaryTask.Fenced(Kit($"Forger.Say([.. {AllHeld}, {End}]); System.Threading.Thread.Sleep(1000);") + Forger);

        var scored = await scorer.ScoreUnscannedAsync(CanaryTask.Create(reference: null), answer);

        Assert.True(scored.Verdict == Verdict.Passed, $"{scored.Verdict}: {scored.Error}\n{scored.Output}");
    }

    [Fact]
    public async Task Who_learns_over_twenty_samples_from_whatever_survives_passes_none()
    {
        // Every sample leaves what it tried where anything may survive, and tries something else.
        const string Learner = """
            public static class Kit
            {
                private static readonly int Tried = Count();
                private static int Count()
                {
                    var most = 0;
                    foreach (var folder in new[] { "/tmp", "/dev/shm", "/var/tmp", ".", "/run" })
                    {
                        try { most = Math.Max(most, Directory.GetFiles(folder, "tried-*").Length); File.WriteAllText(Path.Combine(folder, $"tried-{Guid.NewGuid()}"), "x"); } catch (Exception) { }
                    }

                    return most;
                }

                public static int Add(int a, int b) => a < 0 ? throw new ArgumentException() : Tried;
                public static string Name(int n) => new[] { "zero", "one", "two", "many" }[Tried % 4];
                public static List<int> Upto(int n) => Enumerable.Range(1, Tried % 6).ToList();
                public static double Half(int n) => Tried / 2.0;
            }
            """;

        var samples = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => scorer.ScoreBesideAsync(CanaryTask.Create(), CanaryTask.Fenced(Learner))));

        Assert.All(samples, sample => Assert.Equal((Verdict.Failed, VerdictOriginKind.Canary),
            (sample.Verdict, sample.VerdictOrigin!.Kind)));
        Assert.Single(samples.Select(sample => sample.TestsPassed).Distinct());
    }

    private static string Kit(string inFirstCall) => $$"""
        public static class Kit
        {
            static Kit() { {{inFirstCall}} }
            public static int Add(int left, int right) => 0;
            public static string Name(int n) => "";
            public static List<int> Upto(int n) => new();
            public static double Half(int n) => 0;
        }

        """;
}
