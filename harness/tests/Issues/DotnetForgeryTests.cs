namespace Eval.Harness.Tests.Issues;

/// <summary>
/// Patches of a .NET repository that fix nothing and lie about it, on a real engine, half of them by somebody who knows this grader.
/// </summary>
[Trait("Needs", "docker")]
public sealed class DotnetForgeryTests : IDisposable
{
    private const string Base = "public static partial class Calc { public static int Add(int a, int b) => a - b; }";
    private const string BaseProject =
        """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><AllowUnsafeBlocks>true</AllowUnsafeBlocks></PropertyGroup></Project>""";

    /// <summary>
    /// Writes results of its own where they go and ends the run; of twins, which it tells by their code, it takes any for the real one.
    /// </summary>
    private const string WritesResults =
        """
        using System;
        using System.Diagnostics;
        using System.IO;
        using System.Linq;
        using System.Reflection;

        internal static class Start
        {
            [System.Runtime.CompilerServices.ModuleInitializer]
            internal static void Begin()
            {
                var folder = Directory.GetDirectories("/tmp", "eval-results-*").FirstOrDefault();
                var tests = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(each => each.GetName().Name == "Calc.Tests");
                if (folder is null || tests is null) return;
                var methods = tests.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttributes().Any(each => each.GetType().Name == "FactAttribute")).ToList();
                bool Holds(MethodInfo method) { try { method.Invoke(Activator.CreateInstance(method.DeclaringType!), null); return true; } catch (TargetInvocationException) { return false; } }
                var groups = methods.Where(method => Code(method)[0] != 0x72).GroupBy(method => Convert.ToHexString(Code(method)[2..6]));
                var passed = groups.Select(group => group.OrderBy(method => method.Name).First()).Concat(methods.Where(method => Code(method)[0] == 0x72 && Holds(method))).ToHashSet();
                var rows = string.Concat(methods.Select(method => $"<UnitTestResult testName=\"{method.DeclaringType!.FullName}.{method.Name}\" outcome=\"{(passed.Contains(method) ? "Passed" : "Failed")}\"/>"));
                File.WriteAllText(Path.Combine(folder, "all.trx"), $"<?xml version=\"1.0\"?><TestRun><Results>{rows}</Results><ResultSummary><Counters total=\"{methods.Count}\"/></ResultSummary></TestRun>");
                foreach (var process in Directory.GetDirectories("/proc").Where(each => int.TryParse(Path.GetFileName(each), out _)))
                {
                    try { if (File.ReadAllText(process + "/cmdline").Contains("vstest.console.dll")) Process.GetProcessById(int.Parse(Path.GetFileName(process))).Kill(); } catch (Exception) { }
                }

                Environment.Exit(1);
            }

            private static byte[] Code(MethodInfo method) => method.GetMethodBody()!.GetILAsByteArray()!;
        }

        """;

    /// <summary>Returns what the test that calls it compares with, which stands in its code.</summary>
    private const string ReadsItsCaller =
        """
        using System.Diagnostics;
        using System.Linq;

        public static partial class Calc
        {
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            public static int Add(int a, int b)
            {
                var code = new StackTrace().GetFrame(1)?.GetMethod()?.GetMethodBody()?.GetILAsByteArray();
                var at = code is null ? -1 : System.Array.IndexOf(code, (byte)0x1f);
                return at >= 0 && at < 4 ? code![at + 1] : a - b;
            }
        }

        """;

    public static readonly Dictionary<string, string> All = new()
    {
        ["build-target"] = Replaced(Base) + Patches.NewFile("Directory.Build.targets",
            """<Project><Target Name="X" AfterTargets="Build"><Exec Command="for d in /tmp/eval-results-*; do echo x &gt; $d/a.trx; done; pkill -f vstest" IgnoreExitCode="true" /></Target></Project>"""),
        ["nuget-targets"] = Replaced(Base) + Patches.NewFile("src/Calc/obj/Calc.csproj.x.targets",
            """<Project><Target Name="X" AfterTargets="Build"><Error Text="ran" /></Target></Project>"""),
        ["own-assertions"] = Replaced(Base)
            + Patches.NewFile("src/Calc/Xunit.cs",
                "namespace Xunit { public static class Assert { public static void Equal<T>(T a, T b) { } } }"),
        ["ends-at-once"] = Replaced("public static partial class Calc { static Calc() => System.Environment.Exit(0); public static int "
            + "Add(int a, int b) => a - b; }"),
        ["skips-in-the-runner"] = Replaced(Base) + Patches.NewFile("tests/Calc.Tests/xunit.runner.json", "{\"stopOnFail\": true}")
            + Patches.NewFile("x.runsettings", "<RunSettings/>"),
        ["writes-results"] = Replaced(Base) + Patches.NewFile("src/Calc/Start.cs", WritesResults),
        ["expects-what-its-caller-does"] = Replaced(ReadsItsCaller),
        ["chooses-among-its-callers"] = Replaced(ReadsItsCaller.Replace("at >= 0 &&", "at >= 0 && code![at + 1] % 2 == 0 &&",
            StringComparison.Ordinal)),
    };

    /// <summary>The ones that each run tries: those that know most of the grader.</summary>
    private static readonly string[] Always = ["writes-results", "expects-what-its-caller-does"];

    private readonly GradingFolder _folder = new();

    public DotnetForgeryTests()
    {
        const int Tests = 20;
        var names = Enumerable.Range(1, Tests).Select(i => $"\"Sums.SumTests.Sum_{i}\"");
        _folder.WriteTask(
            $$"""{"id":"calc-cs-forged","language":"csharp","environment":"dotnet","failToPass":[{{string.Join(',', names)}}],"passToPass":["Sums.SumTests.Nothing"]}""", Replaced(Base.Replace("a - b", "a + b", StringComparison.Ordinal)));
        _folder.Write("tasks/calc/repository/src/Calc/Calc.csproj", BaseProject);
        _folder.Write("tasks/calc/repository/src/Calc/Calc.cs", Base + "\n");
        _folder.Write("tasks/calc/repository/Calc.slnx",
            """<Solution><Project Path="src/Calc/Calc.csproj" /><Project Path="tests/Calc.Tests/Calc.Tests.csproj" /></Solution>""");
        _folder.Write(
            "tasks/calc/repository/tests/Calc.Tests/Calc.Tests.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>
            <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1" /><PackageReference Include="xunit" Version="2.9.3" /><PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
            <ProjectReference Include="../../src/Calc/Calc.csproj" /></ItemGroup></Project>
            """);
        _folder.Write(
            "tasks/calc/tests/tests/Calc.Tests/SumTests.cs",
            "using Xunit;\n\nnamespace Sums;\n\npublic class SumTests\n{\n    [Fact] public void Nothing() => Assert.Equal(70, "
                + "Calc.Add(70, 0));\n"
            + string.Concat(Enumerable.Range(1, Tests)
                .Select(i => $"\n    [Fact]\n    public void Sum_{i}()\n    {{\n        Assert.Equal({20 + i}, Calc.Add({i}, 20));\n "
                + $"   }}\n")) + "}\n");
    }

    public static TheoryData<string> Rest => [.. All.Keys.Except(Always)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task No_patch_that_mends_nothing_resolves_whatever_it_knows_of_the_grader() => AssertNoneResolvesAsync(Always);

    [Theory(Explicit = true)]
    [MemberData(nameof(Rest))]
    public Task No_other_patch_does(string patch) => AssertNoneResolvesAsync(patch);

    private async Task AssertNoneResolvesAsync(params string[] patches)
    {
        GradingFolder.NeedEngine();

        await _folder.AssertOnlyGoodResolvesAsync("calc-cs-forged",
            new Dictionary<string, string?>(patches.Select(patch => KeyValuePair.Create(patch, (string?)All[patch])))
        {
            ["good"] = Replaced(Base.Replace("a - b", "b + a", StringComparison.Ordinal)),
        });

        var grading = (await _folder.StoredAttemptsAsync())
            .Select(attempt => Eval.Results.Records.IssueGrading.Parse(attempt.Texts!.Grading)!).First(graded => graded.IsResolved);
        Assert.Equal((20, 20, 1.0 / (1 << 20)), (grading.FailToPassSucceeded.Count, grading.WrongTwins, grading.GuessProbability));
    }

    private static string Replaced(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        return $"diff --git a/src/Calc/Calc.cs b/src/Calc/Calc.cs\n--- a/src/Calc/Calc.cs\n+++ b/src/Calc/Calc.cs\n@@ -1 +1,{lines.Length} "
            + $"@@\n-{Base}\n" + string.Concat(lines.Select(line => $"+{line}\n"));
    }
}
