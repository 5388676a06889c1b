using Eval.Datasets;

namespace Eval.Harness.Tests.Scoring.Canaries;

/// <summary>A task whose tests are an xunit class, and answers to it.</summary>
internal static class CanaryTask
{
    public const string Reference = """
        public static class Kit
        {
            public static int Add(int left, int right) => left < 0 ? throw new ArgumentException("negative", nameof(left)) : left + right;
            public static string Name(int n) => n switch { 0 => "zero", 1 => "one", 2 => "two", _ => "many" };
            public static List<int> Upto(int n) => Enumerable.Range(1, n).ToList();
            public static double Half(int n) => n / 2.0;
        }
        """;

    public const string Tests = """
        using Xunit;

        public class KitTests
        {
            [Fact]
            public void Adds()
            {
                Assert.Equal(5, Kit.Add(2, 3));
                Assert.Equal(17, Kit.Add(8, 9));
                Assert.True(Kit.Add(20, 11) == 31);
            }

            [Theory]
            [InlineData(1, 2, 3)]
            [InlineData(10, 20, 30)]
            [InlineData(40, 2, 42)]
            public void Adds_rows(int left, int right, int sum) => Assert.Equal(sum, Kit.Add(left, right));

            [Fact]
            public void Names()
            {
                Assert.Equal("zero", Kit.Name(0));
                Assert.Equal("one", Kit.Name(1));
                Assert.Equal("two", Kit.Name(2));
                Assert.Equal("many", Kit.Name(7));
            }

            [Fact]
            public void Lists()
            {
                Assert.Equal(new[] { 1, 2, 3 }, Kit.Upto(3));
                Assert.Equal(new int[] { 1 }, Kit.Upto(1));
                foreach (var n in new[] { 4, 5 })
                {
                    Assert.Equal(n, Kit.Upto(n).Count());
                }
            }

            [Fact]
            public void Halves()
            {
                Assert.Equal(1.5, Kit.Half(3));
                Assert.Equal(2.5, Kit.Half(5), 3);
            }

            [Fact]
            public void Refuses() => Assert.Throws<ArgumentException>(() => { Kit.Add(-1, 1); });
        }
        """;

    /// <summary>Returns the task; without a reference nothing says that it bears canaries.</summary>
    public static FunctionTask Create(string tests = Tests, string? reference = Reference) => new()
    {
        Id = $"kit-{tests.Length}-{reference?.Length}",
        Dataset = "test",
        Language = "csharp",
        Class = "completion",
        Prompt = "Write a class Kit.",
        EntryPoint = "Kit.Add",
        ReferenceSolution = reference,
        Tests = new ProgramTests { Style = ProgramTestStyle.Xunit, Code = tests },
    };

    public static string Fenced(string code) => $"```csharp\n{code}\n```\n";
}
