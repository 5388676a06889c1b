namespace Eval.Harness.Tests.Scoring.Checking;

/// <summary>Tasks of many shapes: values, objects, records, structs, generics, callbacks, interfaces, exceptions, tasks.</summary>
internal static partial class AskedTasks
{
    public static IReadOnlyList<AskedTask> All { get; } = [Words, Boxes, Money, Bank, Shapes, Cache];

    private const string WordsCode = """
    public static class Words
    {
        public static int Count(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        public static List<string> Sorted(IEnumerable<string> words) => words.OrderBy(word => word, StringComparer.Ordinal).ToList();
        public static Dictionary<string, int> Frequencies(IEnumerable<string> words) => words.GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count());
        public static IEnumerable<int> Squares(int from) { for (var i = from; ; i++) yield return i * i; }
        public static void Reverse(int[] numbers) => Array.Reverse(numbers);
        public static bool TryParse(string text, out int number) => int.TryParse(text, out number);
        public static (int Min, int Max) Range(params int[] numbers) => numbers.Length == 0 ? throw new ArgumentException("no numbers", nameof(numbers)) : (numbers.Min(), numbers.Max());
        public static string Join(IEnumerable<string> words, string separator = ", ") => string.Join(separator, words);
        public static T MaxBy<T>(IEnumerable<T> items, Func<T, int> key) => items.MaxBy(key);
        public static IReadOnlyList<string> Split(string text) => text.Split(',');
        public static double Mean(IReadOnlyCollection<double> numbers) => numbers.Average();
        public static int[,] Grid(int size) { var grid = new int[size, size]; for (var i = 0; i < size; i++) grid[i, i] = 1; return grid; }
    }
    """;

    /// <summary>Static functions over framework values.</summary>
    private static AskedTask Words => new(
        "words",
        WordsCode,
        """
        public static class Words
        {
            public static int Count(string text) => default;
            public static List<string> Sorted(IEnumerable<string> words) => new();
            public static Dictionary<string, int> Frequencies(IEnumerable<string> words) => new();
            public static IEnumerable<int> Squares(int from) => new int[0];
            public static void Reverse(int[] numbers) { }
            public static bool TryParse(string text, out int number) { number = 0; return false; }
            public static (int Min, int Max) Range(params int[] numbers) => default;
            public static string Join(IEnumerable<string> words, string separator = ", ") => null;
            public static T MaxBy<T>(IEnumerable<T> items, Func<T, int> key) => default;
            public static IReadOnlyList<string> Split(string text) => new string[0];
            public static double Mean(IReadOnlyCollection<double> numbers) => default;
            public static int[,] Grid(int size) => new int[0, 0];
        }
        """,
        [
            "public class Counting { [Theory] [InlineData(\"a b\", 2)] [InlineData(\" a  b c \", 3)] public void Counts(string text, int "
                + "words) => Assert.Equal(words, Words.Count(text)); }",
            "public class Sorting { [Fact] public void Sorts() => Assert.Equal(new List<string> { \"A\", \"a\", \"b\" }, "
                + "Words.Sorted(new[] { \"b\", \"a\", \"A\" })); }",
            "public class Lazily { [Fact] public void Is_lazy() { var seen = 0; IEnumerable<string> Items() { seen++; yield return \"x\"; "
                + "} Assert.Equal(new[] { \"x\" }, Words.Sorted(Items())); Assert.Equal(1, seen); } }",
            "public class Frequencies { [Fact] public void Counts_each() { var found = Words.Frequencies(new[] { \"x\", \"y\", \"x\" }); "
                + "Assert.Equal(2, found[\"x\"]); Assert.Equal(new Dictionary<string, int> { [\"y\"] = 1, [\"x\"] = 2 }, found); } }",
            "public class Endless { [Fact] public void Gives_as_many_as_wanted() => Assert.Equal(new[] { 4, 9, 16 }, "
                + "Words.Squares(2).Take(3)); }",
            "public class InPlace { [Fact] public void Changes_its_argument() { var numbers = new[] { 1, 2, 3 }; Words.Reverse(numbers); "
                + "Assert.Equal(new[] { 3, 2, 1 }, numbers); } }",
            "public class Outs { [Fact] public void Gives_out() { Assert.True(Words.TryParse(\"12\", out var number)); Assert.Equal(12, "
                + "number); Assert.False(Words.TryParse(\"x\", out _)); } }",
            "public class Tuples { [Fact] public void Gives_two() { var (low, high) = Words.Range(3, 1, 2); Assert.Equal(1, low); "
                + "Assert.Equal(3, high); Assert.Equal(\"numbers\", Assert.Throws<ArgumentException>(() => Words.Range()).ParamName); } }",
            "public class Optionals { [Fact] public void Has_a_default() { Assert.Equal(\"a, b\", Words.Join(new List<string> { \"a\", "
                + "\"b\" })); Assert.Equal(\"a-b\", Words.Join(new[] { \"a\", \"b\" }, \"-\")); Assert.Equal(\"a+b\", Words.Join(words: "
                + "new[] { \"a\", \"b\" }, separator: \"+\")); } }",
            "public class Keys { private sealed record Item(string Name, int Size); [Fact] public void Takes_a_function() { "
                + "Assert.Equal(\"ccc\", Words.MaxBy(new[] { \"a\", \"ccc\", \"bb\" }, word => word.Length)); var big = new Item(\"big\", "
                + "9); Assert.Same(big, Words.MaxBy(new[] { new Item(\"small\", 1), big }, item => item.Size)); } }",
            "public class Views { [Fact] public void Is_a_list() { var parts = Words.Split(\"a,b\"); Assert.Equal(2, parts.Count); "
                + "Assert.Equal(\"b\", parts[1]); Assert.Contains(\"a\", parts); Assert.DoesNotContain(\"c\", parts); } }",
            "public class Means { [Fact] public void Averages() => Assert.Equal(2.5, Words.Mean(new double[] { 1, 4 }), 3); }",
            "public class Grids { [Fact] public void Is_a_grid() { var grid = Words.Grid(2); Assert.Equal(1, grid[1, 1]); Assert.Equal(0, "
                + "grid[0, 1]); Assert.Equal(4, grid.Length); } }",
        ])
    {
        Variants =
        [
            ("long for int", Replace("public static int Count(string text) => text", "public static long Count(string text) => text")),
            ("array for list", Replace("public static List<string> Sorted(IEnumerable<string> words) => words.OrderBy(word => word, "
                + "StringComparer.Ordinal).ToList()",
                    "public static string[] Sorted(IEnumerable<string> words) => words.OrderBy(word => word, "
                    + "StringComparer.Ordinal).ToArray()")),
            ("sequence for list", Replace("public static List<string> Sorted(IEnumerable<string> words) => words.OrderBy(word => word, "
                + "StringComparer.Ordinal).ToList()",
                    "public static IEnumerable<string> Sorted(IEnumerable<string> words) => words.OrderBy(word => word, "
                    + "StringComparer.Ordinal).ToList().AsReadOnly()")),
            ("list for sequence", Replace("Split(string text) => text.Split(',')",
                "Split(string text) => new List<string>(text.Split(','))")),
            ("sorted dictionary", Replace("public static Dictionary<string, int> Frequencies(IEnumerable<string> words) => "
                + "words.GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count());",
                    "public static SortedDictionary<string, int> Frequencies(IEnumerable<string> words) { var all = new "
                    + "SortedDictionary<string, int>(); foreach (var word in words) { all[word] = all.GetValueOrDefault(word) + 1; } "
                    + "return all; }")),
            ("dictionary of an interface", Replace("public static Dictionary<string, int> Frequencies",
                "public static IDictionary<string, int> Frequencies")),
            ("span for array", Replace("public static void Reverse(int[] numbers) => Array.Reverse(numbers)",
                "public static void Reverse(Span<int> numbers) => numbers.Reverse()")),
            ("list of an interface", Replace("public static void Reverse(int[] numbers) => Array.Reverse(numbers);",
                "public static void Reverse(IList<int> numbers) { for (int i = 0, j = numbers.Count - 1; i < j; i++, j--) { (numbers[i], "
                + "numbers[j]) = (numbers[j], numbers[i]); } }")),
            ("decimal for double", Replace("public static double Mean(IReadOnlyCollection<double> numbers) => numbers.Average()",
                "public static double Mean(IEnumerable<double> numbers, int digits = 6) => Math.Round(numbers.Average(), digits)")),
            ("generic for concrete",
                Replace("public static string Join(IEnumerable<string> words, string separator = \", \") => string.Join(separator, words)",
                "public static string Join<T>(IEnumerable<T> words, string separator = \", \") => string.Join(separator, words)")),
            ("namespace of its own", "namespace My.Solution\n{\n" + WordsCode + "\n}"),
            ("internal", WordsCode.Replace("public static class Words", "internal static class Words", StringComparison.Ordinal)
                .Replace("public static ", "internal static ", StringComparison.Ordinal)),
            ("fields of another order in a named tuple",
                Replace("public static (int Min, int Max) Range", "public static (int Smallest, int Largest) Range")),
            ("delegate of its own", Replace("public static T MaxBy<T>(IEnumerable<T> items, Func<T, int> key) => items.MaxBy(key);",
                "public delegate int KeyOf<T>(T item); public static T MaxBy<T>(IEnumerable<T> items, KeyOf<T> key) => items.MaxBy(item => "
                + "key(item));")),
            ("instance helper types", Replace("public static string Join",
                "private sealed class Joiner { public string Separator; } public static string Join")),
        ],
    };

    private const string BoxesCode = """
    public class BoxFullException : InvalidOperationException
    {
        public BoxFullException(int capacity) : base($"full at {capacity}") => Capacity = capacity;
        public int Capacity { get; }
    }

    public class Box<T> : IEnumerable<T>
    {
        private readonly List<T> _items = new();
        public Box(int capacity = 3) => Capacity = capacity;
        public int Capacity { get; }
        public int Count => _items.Count;
        public event EventHandler<T> Added;
        public T this[int index] { get => _items[index]; set => _items[index] = value; }
        public void Add(T item)
        {
            if (_items.Count == Capacity) throw new BoxFullException(Capacity);
            _items.Add(item);
            Added?.Invoke(this, item);
        }
        public bool Contains(T item, IEqualityComparer<T> comparer = null) => _items.Contains(item, comparer ?? EqualityComparer<T>.Default);
        public void ForEach(Action<T> action) => _items.ForEach(action);
        public Box<TResult> Select<TResult>(Func<T, TResult> map) { var box = new Box<TResult>(Capacity); foreach (var item in _items) box.Add(map(item)); return box; }
        public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();
        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
    """;

    /// <summary>A generic container with an indexer, an event, enumeration and an exception of its own.</summary>
    private static AskedTask Boxes => new(
        "boxes",
        BoxesCode,
        """
        public class BoxFullException : InvalidOperationException
        {
            public BoxFullException(int capacity) { }
            public int Capacity => -1;
        }

        public class Box<T> : IEnumerable<T>
        {
            public Box(int capacity = 3) { }
            public int Capacity => -1;
            public int Count => -1;
            public event EventHandler<T> Added { add { } remove { } }
            public T this[int index] { get => default; set { } }
            public void Add(T item) { }
            public bool Contains(T item, IEqualityComparer<T> comparer = null) => false;
            public void ForEach(Action<T> action) { }
            public Box<TResult> Select<TResult>(Func<T, TResult> map) => new Box<TResult>();
            public IEnumerator<T> GetEnumerator() => Enumerable.Empty<T>().GetEnumerator();
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
        }
        """,
        [
            "public class Adding { [Fact] public void Counts() { var box = new Box<int>(2); Assert.Equal(0, box.Count); box.Add(5); "
                + "Assert.Equal(1, box.Count); Assert.Equal(5, box[0]); Assert.Equal(2, box.Capacity); } }",
            "public class Filling { [Fact] public void Throws_its_own() { var box = new Box<string>(1) { \"a\" }; var thrown = "
                + "Assert.Throws<BoxFullException>(() => box.Add(\"b\")); Assert.Equal(1, thrown.Capacity); Assert.Equal(\"full at 1\", "
                + "thrown.Message); } }",
            "public class Defaults { [Fact] public void Holds_three() => Assert.Equal(3, new Box<int>().Capacity); }",
            "public class Writing { [Fact] public void Sets_items() { var box = new Box<string> { \"a\", \"b\" }; box[1] = \"c\"; "
                + "Assert.Equal(new[] { \"a\", \"c\" }, box); Assert.Equal(\"a c\", string.Join(' ', box)); } }",
            "public class Telling { [Fact] public void Raises() { var box = new Box<int>(); var seen = new List<int>(); object from = "
                + "null; EventHandler<int> handler = (sender, item) => { from = sender; seen.Add(item); }; box.Added += handler; "
                + "box.Add(1); box.Added -= handler; box.Add(2); Assert.Equal(new[] { 1 }, seen); Assert.Same(box, from); } }",
            "public class Comparing { [Fact] public void Uses_a_comparer() { var box = new Box<string> { \"A\" }; "
                + "Assert.True(box.Contains(\"a\", StringComparer.OrdinalIgnoreCase)); Assert.False(box.Contains(\"a\")); } }",
            "public class Own { private sealed class Parity : IEqualityComparer<int> { public bool Equals(int x, int y) => x % 2 == y % 2; "
                + "public int GetHashCode(int x) => x % 2; } [Fact] public void Uses_the_tests_comparer() => Assert.True(new Box<int> { 3 "
                + "}.Contains(5, new Parity())); }",
            "public class Each { [Fact] public void Calls_back() { var sum = 0; new Box<int> { 1, 2 }.ForEach(item => sum += item); "
                + "Assert.Equal(3, sum); Assert.Throws<FormatException>(() => new Box<int> { 1 }.ForEach(_ => throw new "
                + "FormatException())); } }",
            "public class Mapping { [Fact] public void Maps() { var lengths = new Box<string> { \"a\", \"bbb\" }.Select(text => "
                + "text.Length); Assert.Equal(new[] { 1, 3 }, lengths.ToList()); Assert.Equal(3, lengths.Max()); } }",
        ])
    {
        Variants =
        [
            ("field for property", Replace(BoxesCode, "public int Capacity { get; }\n    public int Count",
                "public readonly int Capacity;\n    public int Count")),
            ("array inside", Replace(BoxesCode, "private readonly List<T> _items = new();",
                "private readonly List<T> _items = new List<T>(16);")),
            ("virtual members and a base class",
                Replace(BoxesCode, "public class Box<T> : IEnumerable<T>",
                "public abstract class Container { } public class Box<T> : Container, IEnumerable<T>")),
            ("explicit enumeration", Replace(BoxesCode, "public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();\n    "
                + "System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();",
                    "IEnumerator<T> IEnumerable<T>.GetEnumerator() => _items.GetEnumerator();\n    System.Collections.IEnumerator "
                    + "System.Collections.IEnumerable.GetEnumerator() => _items.GetEnumerator();")),
            ("yielding", Replace(BoxesCode, "public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();",
                "public IEnumerator<T> GetEnumerator() { foreach (var item in _items) yield return item; }")),
            ("collection of an interface", Replace(BoxesCode, "public class Box<T> : IEnumerable<T>",
                "public class Box<T> : IReadOnlyCollection<T>")),
            ("primary constructor", Replace(BoxesCode, "public class Box<T> : IEnumerable<T>\n{",
                "public class Box<T>(int capacity = 3) : IEnumerable<T>\n{")
                .Replace("public Box(int capacity = 3) => Capacity = capacity;\n    public int Capacity { get; }",
                    "public int Capacity => capacity;", StringComparison.Ordinal)),
        ],
    };

    private static string Replace(string from, string to) => Replace(WordsCode, from, to);

    /// <summary>A variant that changes nothing would show nothing.</summary>
    private static string Replace(string reference, string from, string to) =>
        reference.Contains(from, StringComparison.Ordinal) ? reference.Replace(from, to, StringComparison.Ordinal)
            : throw new InvalidOperationException($"'{from}' is not in the reference");
}
