namespace Eval.Harness.Tests.Scoring.Checking;

/// <summary>Answers that know nothing of their task and try to pass all the same.</summary>
internal static class Attacks
{
    /// <summary>What a namespace that takes the assertions' place would hold.</summary>
    private const string EmptyAssertions = """
         { public class FactAttribute : Attribute { } public static class Assert {
            public static void Equal<T>(T a, T b) { } public static void NotEqual<T>(T a, T b) { } public static void True(bool b) { } public static void False(bool b) { } public static void Same(object a, object b) { }
            public static void Null(object a) { } public static void Contains<T>(T a, IEnumerable<T> b) { } public static T Throws<T>(Func<object> a) where T : Exception => null; public static void Empty(object a) { }
        } }
        """;

    /// <summary>Ways that any task's answer can try, put beside an empty one.</summary>
    public static IReadOnlyList<(string Name, string Code)> Anywhere { get; } =
    [
        ("verbatim namespace of the assertions", "namespace @Xunit" + EmptyAssertions),
        ("namespace of the assertions in escapes", "namespace \\u0058unit" + EmptyAssertions),
        ("namespace with a comment in it", "namespace Xunit/**/ .Sdk { public class XunitException : Exception { } } namespace Xunit\n/**/"
            + EmptyAssertions),
        ("namespace of the runtime", "namespace @Eval.Runtime { public static class Checks { public static void Run(int n, Action a) { } "
            + "public static void RunAsync(int n, Func<Task> a) { } public static void That(int n, bool b, string m = null) { } } }"),
        ("namespace of the stand-ins", "namespace @Eval.Checking { public static class Remote { public static T CallStatic<T>(Type d, "
            + "string n, Type[] g, Type[] t, object[] a, string m = \"\") => default; } }"),
        ("reports in the worker", "static class Early { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Go() { "
            + "for (var i = 0; i < 20; i++) { try { Eval.Runtime.Checks.That(i, true); } catch { } } } }"),
        ("exit from a module initializer", "static class Early { [System.Runtime.CompilerServices.ModuleInitializer] internal static void "
            + "Go() => Environment.Exit(0); }"),
        ("frames on every descriptor", """
            static class Early { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Go() {
                foreach (var link in System.IO.Directory.GetFiles("/proc/self/fd")) { try { using var file = new System.IO.FileStream(link, System.IO.FileMode.Open, System.IO.FileAccess.Write);
                    for (var i = 0; i < 20; i++) { var frame = new byte[25]; frame[0] = 21; frame[20] = 5; frame[21] = (byte)i; file.Write(frame); } file.Write(new byte[] { 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7 }); } catch { } } } }
            """),
        ("the channel by reflection: end", Reflected("End", "")),
        ("the channel by reflection: checks", Reflected("Report", "(byte)5, 0, \"\", null")),
        ("the channel by reflection: the sandbox failed", Reflected("Broken", "new Exception(\"x\")")),
        ("the channel by reflection: no such member", Reflected("Missing", "\"x\"")),
        ("the channel by reflection: garbage to the tests", Reflected("Relay", "new byte[] { 1, 2, 3, 4, 255, 255, 255 }")),
        ("replies nobody asked for",
            "static class Early { static Early() { } [System.Runtime.CompilerServices.ModuleInitializer] internal static void Go() { "
            + OnThread(Relayed("new byte[] { 1, 1, 2, 1, 0, 0 }", 2000)) + " } }"),
        ("an oversized frame", Reflected("Relay", "new byte[48 << 20]")),
        ("memory of this process searched", """
            static class Early { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Go() { try { var maps = System.IO.File.ReadAllLines("/proc/self/maps"); using var memory = System.IO.File.OpenRead("/proc/self/mem"); foreach (var line in maps.Take(50)) { memory.Position = Convert.ToInt64(line.Split('-')[0], 16); memory.ReadByte(); } } catch { }
                foreach (var process in System.IO.Directory.GetDirectories("/proc")) { try { Console.WriteLine(System.IO.File.ReadAllText(process + "/cmdline")); System.IO.File.WriteAllText(process + "/mem", "x"); } catch { } } } }
            """),
        ("assemblies that load", "static class Early { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Go() { "
            + "AppDomain.CurrentDomain.AssemblyLoad += (_, _) => Environment.Exit(0); AppDomain.CurrentDomain.ProcessExit += (_, _) => "
            + "Console.WriteLine(\"Passed\"); AppDomain.CurrentDomain.FirstChanceException += (_, _) => { }; } }"),
        ("assertions silenced", "static class Early { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Go() { "
            + "System.Diagnostics.Trace.Listeners.Clear(); Console.SetOut(System.IO.TextWriter.Null); "
            + "System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture; } }"),
        ("threads that keep running", "static class Early { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Go() "
            + "{ for (var i = 0; i < 8; i++) { new System.Threading.Thread(() => { while (true) System.Threading.Thread.Sleep(1); "
            + "}).Start(); } } }"),
        ("finalizers", "class Last { ~Last() => Environment.Exit(0); } static class Early { "
            + "[System.Runtime.CompilerServices.ModuleInitializer] internal static void Go() { for (var i = 0; i < 100; i++) new Last(); "
            + "GC.Collect(); GC.WaitForPendingFinalizers(); } }"),
        ("tests of its own", "public class EvalDriver { public static void Run() { } } public class Counting { public void Counts(string "
            + "text, int words) { } }"),
        ("a console that lies", "static class Early { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Go() { for "
            + "(var i = 0; i < 1000; i++) { Console.WriteLine(\"{\\\"passed\\\":true}\"); Console.Error.WriteLine(\"Passed!\"); } } }"),
    ];

    /// <summary>Answers to the task of words.</summary>
    public static IReadOnlyList<(string Name, string Code)> Words { get; } =
    [
        ("a type that equals everything", Lying("Any", """
            public struct Any { public static implicit operator Any(int x) => default; public static implicit operator int(Any x) => 0; public override bool Equals(object o) => true; public override int GetHashCode() => 0; public static bool operator ==(Any a, Any b) => true; public static bool operator !=(Any a, Any b) => false; public int CompareTo(object o) => 0; }
            """)),
        ("sequences that change", Sequences("var turn = Turn++; while (Turn < 1000) { yield return \"abAc\"[turn++ % 4].ToString(); }")),
        ("endless sequences", Sequences("while (true) yield return \"a\";")),
        ("exceptions named like an assertion's", Throwing("new Xunit.Sdk.XunitException(\"\")", "")),
        ("exceptions named like the framework's",
            Throwing("new System.ArgumentException()",
            "namespace System { public class ArgumentException : Exception { public string ParamName => \"numbers\"; } }")),
        ("exit in a call", Throwing("Exit()", "static partial class Help { }",
            "static Exception Exit() { Environment.Exit(0); return null; }")),
        ("exit in a static constructor", Throwing("new Exception()", "", "static Words() => Environment.Exit(0);")),
        ("deep recursion", Throwing("Deep(0)", "", "static Exception Deep(int n) => n < 0 ? null : Deep(n + 1) ?? Deep(n + 2);")),
        ("replies by hand", Throwing("Reply()", "",
            "static Exception Reply() { " + Relayed("new byte[] { 1, 1, 7, 4, 0, 0 }", 1) + " return null; }")),
    ];

    /// <summary>Answers to the task of money.</summary>
    public static IReadOnlyList<(string Name, string Code)> Money { get; } =
    [
        ("records that equal everything", Coins("public virtual bool Equals(Coin other) => true; public override int GetHashCode() => 0;",
            "record")),
        ("a class that equals everything", Coins("public override bool Equals(object other) => true; public override int GetHashCode() => "
            + "0; public static bool operator ==(Coin a, object b) => true; public static bool operator !=(Coin a, object b) => true;",
                "class")),
        ("texts that lie", Coins("public override string ToString() => \"Coin { Cents = 7, Currency = Eur }\";", "record")),
        ("members that change", Coins("static int next; public static int Next => next++;", "record", "Next")),
    ];

    private static string Reflected(string method, string arguments) =>
        "static class Early { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Go() { "
        + Channel($"call.GetType().GetMethod(\"{method}\").Invoke(call, new object[] {{ {arguments} }});") + " } }";

    private static string Relayed(string message, int times) =>
        Channel($"for (var i = 0; i < {times}; i++) {{ call.GetType().GetMethod(\"Relay\").Invoke(call, new object[] {{ {message} }}); }}");

    private static string Channel(string use) =>
        "try { var call = typeof(Eval.Runtime.Checks).GetField(\"channel\", System.Reflection.BindingFlags.NonPublic | "
            + "System.Reflection.BindingFlags.Static).GetValue(null); " + use + " } catch { }";

    private static string OnThread(string code) => $"new System.Threading.Thread(() => {{ {code} }}).Start();";

    private static string Lying(string type, string declaration) => declaration + $$"""

        public static class Words
        {
            public static {{type}} Count(string text) => default;
            public static List<{{type}}> Sorted(object words) => new() { default, default, default };
            public static Dictionary<string, {{type}}> Frequencies(object words) => new() { ["x"] = default, ["y"] = default };
            public static IEnumerable<{{type}}> Squares(int from) { while (true) yield return default; }
            public static void Reverse(int[] numbers) { }
            public static bool TryParse(string text, out int number) { number = 12; return text != "x"; }
            public static ({{type}} Min, {{type}} Max) Range(params int[] numbers) => numbers.Length == 0 ? throw new ArgumentException("", "numbers") : default;
            public static string Join(IEnumerable<string> words, string separator = ", ") => "";
            public static T MaxBy<T>(IEnumerable<T> items, Func<T, int> key) => default;
            public static IReadOnlyList<string> Split(string text) => new[] { "a", "b" };
            public static double Mean(IReadOnlyCollection<double> numbers) => 2.5;
            public static int[,] Grid(int size) => new int[2, 2];
        }
        """;

    private static string Sequences(string body) => $$"""
        public static class Words
        {
            static int Turn;
            static IEnumerable<string> Items() { {{body}} }
            public static int Count(string text) => Turn++;
            public static IEnumerable<string> Sorted(IEnumerable<string> words) => Items();
            public static Dictionary<string, int> Frequencies(IEnumerable<string> words) => new() { ["x"] = 2, ["y"] = 1 };
            public static IEnumerable<int> Squares(int from) { while (true) yield return Turn++; }
            public static void Reverse(int[] numbers) { }
            public static bool TryParse(string text, out int number) { number = 12; return text != "x"; }
            public static (int Min, int Max) Range(params int[] numbers) => (1, 3);
            public static string Join(IEnumerable<string> words, string separator = ", ") => "a, b";
            public static T MaxBy<T>(IEnumerable<T> items, Func<T, int> key) => items.Last();
            public static IReadOnlyList<string> Split(string text) => new[] { "a", "b" };
            public static double Mean(IReadOnlyCollection<double> numbers) => 2.5;
            public static int[,] Grid(int size) => new int[2, 2];
        }
        """;

    private static string Throwing(string exception, string beside, string inside = "") => beside + $$"""

        public static class Words
        {
            {{inside}}
            public static int Count(string text) => throw {{exception}};
            public static List<string> Sorted(IEnumerable<string> words) => throw {{exception}};
            public static Dictionary<string, int> Frequencies(IEnumerable<string> words) => throw {{exception}};
            public static IEnumerable<int> Squares(int from) => throw {{exception}};
            public static void Reverse(int[] numbers) => throw {{exception}};
            public static bool TryParse(string text, out int number) => throw {{exception}};
            public static (int Min, int Max) Range(params int[] numbers) => throw {{exception}};
            public static string Join(IEnumerable<string> words, string separator = ", ") => throw {{exception}};
            public static T MaxBy<T>(IEnumerable<T> items, Func<T, int> key) => throw {{exception}};
            public static IReadOnlyList<string> Split(string text) => throw {{exception}};
            public static double Mean(IReadOnlyCollection<double> numbers) => throw {{exception}};
            public static int[,] Grid(int size) => throw {{exception}};
        }
        """;

    private static string Coins(string equality, string kind, string cents = "1") => $$"""
        public enum Currency { Eur, Usd }
        public {{kind}} Coin
        {
            public Coin(int cents, Currency currency) { }
            public Coin() { }
            public int Cents { get => {{cents}}; init { } }
            public Currency Currency { get; init; }
            public static Coin Zero => new();
            public static Coin operator +(Coin left, Coin right) => new();
            public bool IsDebt => false;
            public void Deconstruct(out int cents, out Currency currency) { cents = 5; currency = Currency.Eur; }
            {{equality}}
        }
        public readonly record struct Rate(decimal Value);
        public struct Purse { public int Coins { get; set; } public void Put(int coins) { } }
        public static class Till
        {
            public static Coin Convert(Coin coin, Rate rate, Currency to) => new();
            public static List<Coin> Change(int cents) => new() { new(), new(), new(), new() };
            public static Coin Largest(IEnumerable<Coin> coins) => coins.LastOrDefault();
            public static Purse Fill(Purse purse, int coins) => purse;
        }
        """;
}
