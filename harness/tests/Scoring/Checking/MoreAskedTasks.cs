using Eval.Results.Formatting;

namespace Eval.Harness.Tests.Scoring.Checking;

/// <content>Records, structs, services, interfaces and tasks.</content>
internal static partial class AskedTasks
{
    private const string MoneyCode = """
        public enum Currency { Eur, Usd }
        public record Coin(int Cents, Currency Currency)
        {
            public static Coin Zero { get; } = new(0, Currency.Eur);
            public static Coin operator +(Coin left, Coin right) => left.Currency == right.Currency ? left with { Cents = left.Cents + right.Cents } : throw new InvalidOperationException("currencies differ");
            public bool IsDebt => Cents < 0;
        }
        public readonly record struct Rate(decimal Value);
        public struct Purse
        {
            public int Coins { get; set; }
            public void Put(int coins) => Coins += coins;
        }
        public static class Till
        {
            public static Coin Convert(Coin coin, Rate rate, Currency to) => new((int)(coin.Cents * rate.Value), to);
            public static List<Coin> Change(int cents) { var coins = new List<Coin>(); foreach (var size in new[] { 100, 50, 20, 10, 5, 2, 1 }) { for (; cents >= size; cents -= size) coins.Add(new Coin(size, Currency.Eur)); } return coins; }
            public static Coin? Largest(IEnumerable<Coin> coins) => coins.MaxBy(coin => coin.Cents);
            public static Purse Fill(Purse purse, int coins) { purse.Put(coins); return purse; }
        }
        """;

    private const string BankCode = """
        public interface IClock { DateTime Now { get; } }
        public interface ILog { void Write(string line); int Level { get; set; } }
        public class Transfer { public int Amount { get; init; } public DateTime At { get; init; } public string Note { get; set; } = ""; }
        public delegate bool Rule(int amount, ref int fee);
        public class Account
        {
            private readonly IClock _clock;
            private readonly ILog _log;
            private readonly List<Transfer> _history = new();
            public Account(IClock clock, ILog log = null) { _clock = clock; _log = log; }
            public decimal Balance { get; private set; }
            public IReadOnlyList<Transfer> History => _history;
            public event Action<Transfer> Moved;
            public Transfer Deposit(int amount)
            {
                if (amount <= 0) throw new ArgumentOutOfRangeException(nameof(amount), amount, "must be positive");
                var transfer = new Transfer { Amount = amount, At = _clock.Now };
                _history.Add(transfer);
                Balance += amount;
                if (_log != null) { _log.Write($"+{amount}"); _log.Level++; }
                Moved?.Invoke(transfer);
                return transfer;
            }
            public int FeeOf(int amount, Rule rule) { var fee = 1; return rule(amount, ref fee) ? fee : 0; }
            public void Report(TextWriter target) { foreach (var transfer in _history) target.WriteLine($"{transfer.At:yyyy} {transfer.Amount}"); }
            public static void Greet(string name) => Console.WriteLine("Hello " + name);
        }
        """;

    private const string ShapesCode = """
        public interface IShape { double Area { get; } string Name => "shape"; }
        public abstract class Figure : IShape, IComparable<Figure>
        {
            public abstract double Area { get; }
            public virtual string Describe() => $"{GetType().Name} of {Area:0.0}";
            public int CompareTo(Figure other) => Area.CompareTo(other.Area);
        }
        public class Square : Figure { public Square(double side) => Side = side; public double Side { get; } public override double Area => Side * Side; }
        public sealed class Circle : Figure { public Circle(double radius) { if (radius < 0) throw new ArgumentException("negative"); Radius = radius; } public double Radius { get; } public override double Area => Math.PI * Radius * Radius; public override string Describe() => "round " + base.Describe(); }
        public static class Figures
        {
            public static Figure Parse(string text) => text.Split(' ') is [var kind, var size] ? kind switch { "square" => new Square(double.Parse(size, System.Globalization.CultureInfo.InvariantCulture)), "circle" => new Circle(double.Parse(size, System.Globalization.CultureInfo.InvariantCulture)), _ => throw new FormatException(kind) } : throw new FormatException("no size");
            public static Figure Largest(params Figure[] figures) => figures.Max();
            public static double Total(IEnumerable<IShape> shapes) => shapes.Sum(shape => shape.Area);
            public static IEnumerable<IGrouping<bool, Figure>> ByKind(IEnumerable<Figure> figures) => figures.GroupBy(figure => figure is Circle);
            public static double Scaled(this Square square, double factor) => square.Area * factor * factor;
        }
        """;

    private const string CacheCode = """
        public class Cache<TKey, TValue> : IAsyncDisposable where TKey : notnull
        {
            private readonly Func<TKey, Task<TValue>> _load;
            private readonly Dictionary<TKey, TValue> _values = new();
            public Cache(Func<TKey, Task<TValue>> load) => _load = load ?? throw new ArgumentNullException(nameof(load));
            public int Misses { get; private set; }
            public bool IsDisposed { get; private set; }
            public async Task<TValue> GetAsync(TKey key, CancellationToken ct = default)
            {
                ct.ThrowIfCancellationRequested();
                if (_values.TryGetValue(key, out var value)) return value;
                Misses++;
                return _values[key] = await _load(key);
            }
            public async IAsyncEnumerable<TValue> AllAsync(params TKey[] keys) { foreach (var key in keys) yield return await GetAsync(key); }
            public IEnumerable<TKey> Keys => _values.Keys;
            public bool TryPeek(TKey key, out TValue value) => _values.TryGetValue(key, out value);
            public Lazy<int> Size => new(() => _values.Count);
            public async Task WaitAsync(CancellationToken ct) => await Task.Delay(Timeout.Infinite, ct);
            public ValueTask DisposeAsync() { IsDisposed = true; return default; }
        }
        """;

    private static AskedTask Money => new(
        "money",
        MoneyCode,
        """
        public enum Currency { Eur, Usd }
        public record Coin(int Cents, Currency Currency)
        {
            public static Coin Zero => null;
            public static Coin operator +(Coin left, Coin right) => null;
            public bool IsDebt => false;
        }
        public readonly record struct Rate(decimal Value);
        public struct Purse { public int Coins { get; set; } public void Put(int coins) { } }
        public static class Till
        {
            public static Coin Convert(Coin coin, Rate rate, Currency to) => coin;
            public static List<Coin> Change(int cents) => new();
            public static Coin Largest(IEnumerable<Coin> coins) => null;
            public static Purse Fill(Purse purse, int coins) => purse;
        }
        """,
        [
            "public class Adding { [Fact] public void Adds() { Assert.Equal(new Coin(7, Currency.Eur), new Coin(5, Currency.Eur) + new "
                + "Coin(2, Currency.Eur)); Assert.NotEqual(new Coin(8, Currency.Eur), new Coin(5, Currency.Eur) + new Coin(2, "
                + "Currency.Eur)); } }",
            "public class Mixing { [Fact] public void Refuses() => Assert.Equal(\"currencies differ\", "
                + "Assert.Throws<InvalidOperationException>(() => new Coin(1, Currency.Eur) + new Coin(1, Currency.Usd)).Message); }",
            "public class Copying { [Fact] public void Leaves_the_original() { var sum = Coin.Zero + new Coin(5, Currency.Eur); var copy = "
                + "sum with { Cents = 9 }; Assert.Equal(5, sum.Cents); Assert.Equal(9, copy.Cents); Assert.Equal(Currency.Eur, "
                + "copy.Currency); Assert.True(copy != sum); } }",
            "public class Zeros { [Fact] public void Is_nothing() { Assert.Equal(0, Coin.Zero.Cents); Assert.Equal(new Coin(0, "
                + "Currency.Eur), Coin.Zero); } }",
            "public class Converting { [Fact] public void Converts() => Assert.Equal(new Coin(11, Currency.Usd), Till.Convert(new Coin(10, "
                + "Currency.Eur), new Rate(1.1m), Currency.Usd)); }",
            "public class Changing { [Fact] public void Gives_coins() { Assert.Equal(new[] { 50, 10, 2, 1 }, Till.Change(63).Select(coin "
                + "=> coin.Cents)); Assert.Contains(new Coin(2, Currency.Eur), Till.Change(63)); Assert.Equal(new List<Coin> { new(5, "
                + "Currency.Eur) }, Till.Change(5)); } }",
            "public class Largest { [Fact] public void Is_found() { var coins = new[] { new Coin(1, Currency.Eur), new Coin(3, "
                + "Currency.Eur) }; Assert.Same(coins[1], Till.Largest(coins)); Assert.Null(Till.Largest(new Coin[0])); } }",
            "public class Purses { [Fact] public void Are_values() { var purse = new Purse { Coins = 1 }; var full = Till.Fill(purse, 4); "
                + "Assert.Equal(5, full.Coins); Assert.Equal(1, purse.Coins); purse.Put(2); Assert.Equal(3, purse.Coins); var other = "
                + "purse; other.Put(1); Assert.Equal(3, purse.Coins); Assert.Equal(new Purse { Coins = 4 }, other); } }",
            "public class Debts { [Theory] [InlineData(-1, true)] [InlineData(0, false)] public void Are_below_zero(int cents, bool "
                + "isDebt) => Assert.Equal(isDebt, (new Coin(cents, Currency.Usd) + new Coin(0, Currency.Usd)).IsDebt); }",
            "public class Sets { [Fact] public void Find_equal_ones() { var set = new HashSet<Coin>(Till.Change(4)); Assert.Single(set); "
                + "Assert.Equal(2, Till.Change(7).Distinct().Count()); var (cents, currency) = Till.Change(7)[0]; Assert.Equal((5, "
                + "Currency.Eur), (cents, currency)); } }",
        ])
    {
        Variants =
        [
            ("record struct for record",
                Replace(Replace(Replace(MoneyCode, "public record Coin(", "public record struct Coin("),
                "public static Coin? Largest(IEnumerable<Coin> coins) => coins.MaxBy(coin => coin.Cents);",
                "public static Coin? Largest(IEnumerable<Coin> coins) => coins.Any() ? coins.MaxBy(coin => coin.Cents) : null;"),
                "public static Coin Zero { get; } = new(0, Currency.Eur);", "public static Coin Zero => new(0, Currency.Eur);")),
            ("class with its own equality",
                Replace(Replace(MoneyCode, "public record Coin(int Cents, Currency Currency)\n{", "public record Coin\n{\n    public "
                + "Coin(int Cents, Currency Currency) { this.Cents = Cents; this.Currency = Currency; }\n    public int Cents { get; init; "
                + "}\n    public Currency Currency { get; init; }\n    public void Deconstruct(out int cents, out Currency currency) { "
                + "cents = Cents; currency = Currency; }"), "public bool IsDebt => Cents < 0;",
                    "public bool IsDebt => Cents < 0; public virtual bool Equals(Coin other) => other is not null && other.Cents == Cents "
                    + "&& other.Currency == Currency; public override int GetHashCode() => Cents;")),
            ("other numbers of an enumeration",
                Replace(MoneyCode, "public enum Currency { Eur, Usd }", "public enum Currency { None, Usd = 7, Eur = 12 }")),
            ("sealed record", Replace(MoneyCode, "public record Coin(", "public sealed record Coin(")),
            ("fields in a struct", Replace(MoneyCode, "public int Coins { get; set; }", "public int Coins;")),
            ("static field for property", Replace(MoneyCode, "public static Coin Zero { get; } = new(0, Currency.Eur);",
                "public static readonly Coin Zero = new(0, Currency.Eur);")),
            ("list of an interface", Replace(MoneyCode, "public static List<Coin> Change", "public static IList<Coin> Change")),
        ],
    };

    private static AskedTask Bank => new(
        "bank",
        BankCode,
        """
        public interface IClock { DateTime Now { get; } }
        public interface ILog { void Write(string line); int Level { get; set; } }
        public class Transfer { public int Amount { get; init; } public DateTime At { get; init; } public string Note { get; set; } = "-"; }
        public delegate bool Rule(int amount, ref int fee);
        public class Account
        {
            public Account(IClock clock, ILog log = null) { }
            public decimal Balance => -1;
            public IReadOnlyList<Transfer> History => new List<Transfer>();
            public event Action<Transfer> Moved { add { } remove { } }
            public Transfer Deposit(int amount) => null;
            public int FeeOf(int amount, Rule rule) => -1;
            public void Report(TextWriter target) { }
            public static void Greet(string name) { }
        }
        """,
        [
            "public class Fixed : IClock { public DateTime Now { get; set; } = new(2024, 5, 1); }\npublic class Depositing { [Fact] public "
                + "void Adds() { var account = new Account(new Fixed()); account.Deposit(5); account.Deposit(6); Assert.Equal(11m, "
                + "account.Balance); } }",
            "public class Live { private sealed class Still : IClock { public DateTime Now => default; } [Fact] public void "
                + "History_is_live() { var account = new Account(new Still()); var history = account.History; Assert.Empty(history); var "
                + "transfer = account.Deposit(3); Assert.Same(transfer, Assert.Single(history)); transfer.Note = \"x\"; "
                + "Assert.Equal(\"x\", history[0].Note); } }",
            "public class Clocks { private sealed class Moving : IClock { public int Year = 2000; public DateTime Now => new(Year++, 1, "
                + "1); } [Fact] public void Asks_the_clock() { var clock = new Moving(); var account = new Account(clock); "
                + "account.Deposit(1); Assert.Equal(new DateTime(2001, 1, 1), account.Deposit(1).At); Assert.Equal(2002, clock.Year); } }",
            "public class Logs { private sealed class Lines : List<string>, ILog { public int Level { get; set; } public void Write(string "
                + "line) => Add(line); } private sealed class Now : IClock { DateTime IClock.Now => DateTime.UnixEpoch; } [Fact] public "
                + "void Writes() { var log = new Lines { Level = 4 }; new Account(new Now(), log).Deposit(2); Assert.Equal(new[] { \"+2\" "
                + "}, log); Assert.Equal(5, log.Level); } }",
            "public class Amounts { private sealed class Now : IClock { public DateTime Now_ => default; DateTime IClock.Now => Now_; } "
                + "[Theory] [InlineData(0)] [InlineData(-1)] public void Must_be_positive(int amount) { var thrown = "
                + "Assert.Throws<ArgumentOutOfRangeException>(\"amount\", () => { new Account(new Now()).Deposit(amount); }); "
                + "Assert.StartsWith(\"must be positive\", thrown.Message); } }",
            "public class Events { private sealed class Now : IClock { DateTime IClock.Now => default; } [Fact] public void Are_raised() { "
                + "var account = new Account(new Now()); Transfer seen = null; account.Moved += transfer => seen = transfer; var made = "
                + "account.Deposit(9); Assert.Same(made, seen); Assert.Equal(9, seen.Amount); } }",
            "public class Fees { private sealed class Now : IClock { DateTime IClock.Now => default; } [Fact] public void "
                + "Go_by_reference() { var account = new Account(new Now()); Assert.Equal(6, account.FeeOf(5, (int amount, ref int fee) => "
                + "{ fee += amount; return true; })); Assert.Equal(0, account.FeeOf(5, (int amount, ref int fee) => false)); } }",
            "public class Reports { private sealed class Now : IClock { DateTime IClock.Now => new(1999, 1, 1); } [Fact] public void "
                + "Are_written() { var account = new Account(new Now()); account.Deposit(8); var text = new StringWriter { NewLine = "
                + "\"\\n\" }; account.Report(text); Assert.Equal(\"1999 8\\n\", text.ToString()); } }",
            "public class Greetings { [Fact] public void Are_printed() { var before = Console.Out; var text = new StringWriter(); "
                + "Console.SetOut(text); try { Account.Greet(\"you\"); } finally { Console.SetOut(before); } Assert.Equal(\"Hello you\", "
                + "text.ToString().Trim()); } }",
        ])
    {
        Variants =
        [
            ("double for decimal", Replace(BankCode, "public decimal Balance { get; private set; }",
                "public long Balance { get; private set; }")),
            ("list for view", Replace(BankCode, "public IReadOnlyList<Transfer> History => _history;",
                "public System.Collections.ObjectModel.ReadOnlyCollection<Transfer> History => _history.AsReadOnly();")),
            ("event handler of its own", Replace(BankCode, "public event Action<Transfer> Moved;",
                "public delegate void MovedHandler(Transfer transfer); public event MovedHandler Moved;")),
            ("required members", Replace(BankCode, "public string Note { get; set; } = \"\";",
                "public virtual string Note { get; set; } = \"\";")),
            ("wider parameter", Replace(BankCode, "public void Report(TextWriter target)",
                "public void Report(System.IO.TextWriter target, bool withHeader = false)")),
        ],
    };

    private static AskedTask Shapes => new(
        "shapes",
        ShapesCode,
        """
        public interface IShape { double Area { get; } string Name => "shape"; }
        public abstract class Figure : IShape, IComparable<Figure>
        {
            public double Area => -1;
            public virtual string Describe() => "";
            public int CompareTo(Figure other) => 0;
        }
        public class Square : Figure { public Square(double side) { } public double Side => -1; }
        public sealed class Circle : Figure { public Circle(double radius) { } public double Radius => -1; }
        public static class Figures
        {
            public static Figure Parse(string text) => null;
            public static Figure Largest(params Figure[] figures) => null;
            public static double Total(IEnumerable<IShape> shapes) => -1;
            public static IEnumerable<IGrouping<bool, Figure>> ByKind(IEnumerable<Figure> figures) => new IGrouping<bool, Figure>[0];
            public static double Scaled(this Square square, double factor) => -1;
        }
        """,
        [
            "public class Areas { [Fact] public void Are_right() { Assert.Equal(9, new Square(3).Area); Assert.Equal(3.1416, new "
                + "Circle(1).Area, 4); } }",
            "public class Parsing { [Fact] public void Gives_kinds() { var square = Assert.IsType<Square>(Figures.Parse(\"square 2.5\")); "
                + "Assert.Equal(2.5, square.Side); Assert.True(Figures.Parse(\"circle 1\") is Circle { Radius: 1 }); "
                + "Assert.IsAssignableFrom<Figure>(square); } }",
            "public class Refusing { [Theory] [InlineData(\"star 1\")] [InlineData(\"square\")] [InlineData(\"square x\")] public void "
                + "Refuses(string text) => Assert.Throws<FormatException>(() => Figures.Parse(text)); }",
            "public class Largest { [Fact] public void Is_the_same_object() { var (small, big) = (new Square(1), new Circle(2)); "
                + "Assert.Same(big, Figures.Largest(small, big)); } }",
            "public class Totals { private sealed class Unit : IShape { public double Area => 1; } [Fact] public void "
                + "Take_the_tests_shapes() => Assert.Equal(5, Figures.Total(new IShape[] { new Square(2), new Unit() })); }",
            "public class Groups { [Fact] public void Group() { var groups = Figures.ByKind(new Figure[] { new Square(1), new Circle(1), "
                + "new Square(2) }).ToDictionary(group => group.Key, group => group.Count()); Assert.Equal(2, groups[false]); "
                + "Assert.Equal(1, groups[true]); } }",
            "public class Extensions { [Fact] public void Extend() => Assert.Equal(16, new Square(2).Scaled(2)); }",
            "public class Descriptions { [Fact] public void Describe() { Assert.Equal(\"Square of 4.0\", new Square(2).Describe()); "
                + "Assert.StartsWith(\"round Circle\", new Circle(1).Describe()); } }",
        ])
    {
        Variants =
        [
            ("explicit interface", Replace(ShapesCode, "public interface IShape { double Area { get; } string Name => \"shape\"; }",
                "public interface INamed { string Name => \"x\"; } public interface IShape : INamed { double Area { get; } }")),
            ("records for classes", Replace(ShapesCode,
                "public class Square : Figure { public Square(double side) => Side = side; public double Side { get; }",
                "public class Square(double side) : Figure { public double Side => side;")),
            ("arrays for sequences", Replace(ShapesCode, "public static Figure Largest(params Figure[] figures)",
                "public static Figure Largest(params IEnumerable<Figure> figures)")),
        ],
    };

    private static AskedTask Cache => new(
        "cache",
        CacheCode,
        """
        public class Cache<TKey, TValue> : IAsyncDisposable where TKey : notnull
        {
            public Cache(Func<TKey, Task<TValue>> load) { }
            public int Misses => -1;
            public bool IsDisposed => false;
            public Task<TValue> GetAsync(TKey key, CancellationToken ct = default) => Task.FromResult(default(TValue));
            public async IAsyncEnumerable<TValue> AllAsync(params TKey[] keys) { await Task.Yield(); yield break; }
            public IEnumerable<TKey> Keys => new TKey[0];
            public bool TryPeek(TKey key, out TValue value) { value = default; return false; }
            public Lazy<int> Size => null;
            public Task WaitAsync(CancellationToken ct) => Task.CompletedTask;
            public ValueTask DisposeAsync() => default;
        }
        """,
        [
            "public class Loading { [Fact] public async Task Loads_once() { var calls = 0; var cache = new Cache<string, int>(key => { "
                + "calls++; return Task.FromResult(key.Length); }); Assert.Equal(3, await cache.GetAsync(\"abc\")); Assert.Equal(3, await "
                + "cache.GetAsync(\"abc\")); Assert.Equal(1, calls); Assert.Equal(1, cache.Misses); } }",
            "public class Waiting { [Fact] public async Task Waits_for_the_loader() { var source = new TaskCompletionSource<int>(); var "
                + "cache = new Cache<int, int>(_ => source.Task); var asked = cache.GetAsync(1); Assert.False(asked.IsCompleted); "
                + "source.SetResult(8); Assert.Equal(8, await asked); } }",
            "public class Failing { [Fact] public async Task Passes_failures_on() { var cache = new Cache<int, int>(_ => throw new "
                + "TimeoutException(\"late\")); Assert.Equal(\"late\", (await Assert.ThrowsAsync<TimeoutException>(() => "
                + "cache.GetAsync(1))).Message); } }",
            "public class Cancelling { [Fact] public async Task Is_cancelled() { var cache = new Cache<int, int>(Task.FromResult); using "
                + "var source = new CancellationTokenSource(); source.Cancel(); await Assert.ThrowsAnyAsync<OperationCanceledException>(() "
                + "=> cache.GetAsync(1, source.Token)); } }",
            "public class Later { [Fact] public async Task Is_cancelled_while_it_waits() { var cache = new Cache<int, "
                + "int>(Task.FromResult); using var source = new CancellationTokenSource(); var waiting = cache.WaitAsync(source.Token); "
                + "Assert.False(waiting.IsCompleted); source.Cancel(); await Assert.ThrowsAnyAsync<OperationCanceledException>(() => "
                + "waiting); } }",
            "public class Streams { [Fact] public async Task Stream() { var cache = new Cache<int, string>(key => "
                + "Task.FromResult($\"v{key}\")); var seen = new List<string>(); await foreach (var value in cache.AllAsync(1, 2)) { "
                + "seen.Add(value); } Assert.Equal(new[] { \"v1\", \"v2\" }, seen); } }",
            "public class Peeking { [Fact] public async Task Peeks() { var cache = new Cache<int, int>(key => Task.FromResult(key * 2)); "
                + "Assert.False(cache.TryPeek(1, out _)); await cache.GetAsync(1); Assert.True(cache.TryPeek(1, out var value)); "
                + "Assert.Equal(2, value); Assert.Equal(new[] { 1 }, cache.Keys); } }",
            "public class Disposing { [Fact] public async Task Disposes() { var cache = new Cache<int, int>(Task.FromResult); await using "
                + "(cache) { } Assert.True(cache.IsDisposed); Assert.Throws<ArgumentNullException>(\"load\", () => { new Cache<int, "
                + "int>(null); }); } }",
        ])
    {
        Variants =
        [
            ("value task for task", Replace(CacheCode, "public async Task<TValue> GetAsync(TKey key, CancellationToken ct = default)",
                "public async ValueTask<TValue> GetAsyncCore(TKey key, CancellationToken ct) => await GetAsync(key, ct); public async "
                + "Task<TValue> GetAsync(TKey key, CancellationToken ct = default)")),
            ("constraint left out", Replace(CacheCode, " where TKey : notnull", "")),
            ("collection for sequence", Replace(CacheCode, "public IEnumerable<TKey> Keys => _values.Keys;",
                "public ICollection<TKey> Keys => _values.Keys;")),
            ("generics under other names", CacheCode.Replace("TKey", "K", StringComparison.Ordinal)
                .Replace("TValue", "V", StringComparison.Ordinal)),
        ],
    };
}
