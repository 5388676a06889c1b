using Eval.Results.Statistics;
using Eval.Routing.Policies;
using Eval.Routing.Search;

namespace Eval.Reports.Tests.Routing.Classification;

public sealed class PromptClassifierTests
{
    [Fact]
    public void A_prompt_is_its_words_in_small_letters_and_its_length()
    {
        var words = PromptWords.Parse("Fix the BUG in def parse_args(x1): 42 tests, see 0xdeadbeef and ä-Umlaut " + new string('k', 30));

        Assert.Equal(
            ["and", "bug", "def", "fix", "in", "length:4", "parse_args", "see", "tests", "the", "umlaut", "x1"],
                words.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(4, "length:0")]
    [InlineData(508, "length:6")]
    [InlineData(512, "length:7")]
    [InlineData(PromptWords.MaxPromptChars, "length:13")]
    [InlineData(10_000_000, "length:13")]
    public void Lengths_are_powers_of_two_of_estimated_tokens(int characters, string expected) =>
        Assert.Contains(expected, PromptWords.Parse(new string('-', characters)));

    [Fact]
    public void The_table_is_that_of_naive_Bayes_by_hand()
    {
        // "bug" is in three prompts of alpha; "code" in one of alpha and two of beta; all other words are in too few.
        var classifier = ClassifierTraining.Train("class", [
            ("alpha", Words("bug code")), ("alpha", Words("bug")), ("alpha", Words("bug", "rare")), ("alpha", Words("other")),
            ("beta", Words("code")), ("beta", Words("code rare")), ("beta", Words("thing")), ("beta", Words("further"))])!;

        Assert.Equal(["alpha", "beta"], classifier.Classes);
        Assert.Equal([Math.Log(0.5), Math.Log(0.5)], classifier.LogPriors.Select(log => log), Close);
        Assert.Equal(["bug", "code"], classifier.Words.Keys.Order(StringComparer.Ordinal));
        // alpha holds 3 + 1 of the two words, beta 0 + 2; Laplace adds one to each.
        Assert.Equal([Math.Log(4 / 6.0), Math.Log(1 / 4.0)], classifier.Words["bug"], Close);
        Assert.Equal([Math.Log(2 / 6.0), Math.Log(3 / 4.0)], classifier.Words["code"], Close);
        Assert.Equal("alpha", classifier.Classify("a BUG!"));
        Assert.Equal("beta", classifier.Classify("code"));
        // 0.5 · 4/6 · 2/6 > 0.5 · 1/4 · 3/4.
        Assert.Equal("alpha", classifier.Classify("code with a bug"));
        Assert.Null(classifier.Classify("nothing of the kind"));
    }

    [Fact]
    public void The_wording_in_which_a_benchmark_asks_decides_nothing()
    {
        List<(string, IReadOnlySet<string>)> prompts = [.. Enumerable.Range(0, 40).Select(number => number % 2 == 0
            ? ("completion", Words($"complete the function {(number % 3 == 0 ? "sum" : "list")}"))
            : ("issue", Words($"fix the repository {(number % 3 == 0 ? "crash" : "list")}")))];

        var classifier = ClassifierTraining.Train("class", prompts)!;

        Assert.Equal(["crash", "list", "sum"], classifier.Words.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Prompts_of_one_value_give_no_classifier() =>
        Assert.Null(ClassifierTraining.Train("class", [("a", Words("x y")), ("a", Words("z"))]));

    [Fact]
    public void Where_words_say_nothing_it_is_right_as_often_as_chance()
    {
        // 400 prompts of ten words drawn from a hundred, and classes drawn apart from them.
        var number = 0L;
        int Below(int max) => SplitMix64.Below(max, 77, number++);
        var tasks = Enumerable.Range(0, 400).Select(task => ATable.Task($"t{task}", ("m", ATable.Cell(true))) with
        {
            Class = Below(2) == 0 ? "one" : "other",
            Prompt = string.Join(' ', Enumerable.Range(0, 10).Select(_ => $"word{Below(100)}")),
        }).ToList();

        var quality = ClassifiedTasks.Create(tasks, RequestFeature.Class, [.. Enumerable.Range(0, 400).Select(task => task % 10)])
            .Classifier.Quality!;

        // Right about its own tasks it would be much more often: three hundred weights for four hundred prompts.
        Assert.InRange(0.5, quality.Accuracy.Low, quality.Accuracy.High);
        Assert.Equal(400, quality.Confusion.Values.Sum(read => read.Values.Sum()));
    }

    [Fact]
    public void No_prompt_is_read_by_a_classifier_that_was_trained_on_it()
    {
        // Every prompt of "odd" has a word of its own that only its copies in the same fold share: unknown to all others.
        var tasks = Enumerable.Range(0, 40).Select(task => ATable.Task($"t{task:00}", ("m", ATable.Cell(true))) with
        {
            Class = task % 2 == 0 ? "even" : "odd",
            Prompt = $"fold{task / 4} {(task % 2 == 0 ? "even" : "odd")}{task / 4}",
        }).ToList();

        var read = ClassifiedTasks.Create(tasks, RequestFeature.Class, [.. Enumerable.Range(0, 40).Select(task => task / 4)]);

        Assert.All(read.Tasks, task => Assert.Null(task.Classified!.Value));
        Assert.Equal(0, read.Classifier.Quality!.Accuracy.Value);
    }

    [Fact]
    public void Quality_is_the_confusion_matrix_of_what_is_true_and_what_was_read()
    {
        var quality = ClassifierQuality.From([("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", null)]);

        Assert.Equal(0.6, quality.Accuracy.Value);
        Assert.Equal(WilsonInterval.Compute(3, 5), quality.Accuracy);
        Assert.Equal(0.6, quality.MostFrequentShare);
        Assert.Equal((2, 1), (quality.Confusion["a"]["a"], quality.Confusion["a"]["b"]));
        Assert.Equal((1, 1), (quality.Confusion["b"]["b"], quality.Confusion["b"][ClassifierQuality.Unknown]));
        Assert.Equal(WilsonInterval.Compute(1, 2), quality.Recall("b"));
    }

    private static HashSet<string> Words(params string[] words) => [.. string.Join(' ', words).Split(' ')];

    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) < 1e-4;
}
