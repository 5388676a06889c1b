using Eval.Harness.Models;
using Eval.Harness.Runs;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Runs;

public sealed class RefusalWatchTests
{
    [Fact]
    public void Three_prompts_in_a_row_that_are_refused_alike_end_the_model()
    {
        var watch = new RefusalWatch(hasAnswered: false);

        Assert.Null(One(watch, Refused("a", "why")));
        Assert.Null(One(watch, Refused("a", "why")));
        Assert.Null(One(watch, Refused("b", "why")));
        Assert.Contains("3 different prompts in a row", One(watch, Refused("c", "why")), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_ends_a_model_that_has_answered()
    {
        var watch = new RefusalWatch(hasAnswered: false);
        One(watch, Answered("z"));

        Assert.All(Enumerable.Range(0, 20), task => Assert.Null(One(watch, Refused($"t{task}", "why"))));
        Assert.Null(One(new RefusalWatch(hasAnswered: true), Refused("a", "why")));
    }

    [Fact]
    public void Refusals_for_other_reasons_and_prompts_that_were_read_begin_a_new_row()
    {
        var watch = new RefusalWatch(hasAnswered: false);
        AskedAttempt[] asked = [Refused("a", "one"), Refused("b", "one"), Refused("c", "two"), Refused("d", "two"),
            Refused("e", "two", ModelCallFailure.ContextWindow), Refused("f", "two"), Refused("g", "two")];

        Assert.All(asked, attempt => Assert.Null(One(watch, attempt)));
        Assert.NotNull(One(watch, Refused("h", "two")));
    }

    [Fact]
    public void An_answer_that_was_under_way_is_waited_for()
    {
        var (withAnswer, without) = (new RefusalWatch(hasAnswered: false), new RefusalWatch(hasAnswered: false));
        foreach (var (watch, last) in new[] { (withAnswer, Answered("slow")),
            (without, Refused("slow", "why", ModelCallFailure.Provider)) })
        {
            var slow = watch.Begin();
            Assert.All(new[] { "a", "b", "c", "d" }, task => Assert.Null(One(watch, Refused(task, "why"))));
            watch.Begin();
            Assert.Equal(watch == withAnswer, watch.End(slow, last) is null);
        }
    }

    private static string? One(RefusalWatch watch, AskedAttempt asked) => watch.End(watch.Begin(), asked);

    private static AskedAttempt Answered(string task) => new(Attempt(task), NeedsScoring: true);

    private static AskedAttempt Refused(string task, string reason, ModelCallFailure failure = ModelCallFailure.Prompt) =>
        new(Attempt(task), NeedsScoring: false, Failure: new ModelCallException(failure, "no") { Reason = reason });

    private static Attempt Attempt(string task) => new()
    {
        RunId = "r", Key = new AttemptKey("d", task, "m", 0), Class = "c", Language = "csharp", Provider = "p",
            Verdict = Verdict.ProviderError,
    };
}
