using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Results;

public sealed class JudgeCountsTests
{
    [Fact]
    public void Each_data_set_says_how_its_verdicts_were_decided()
    {
        Attempt[] attempts =
        [
            An.Attempt("a"), An.Attempt("b"), An.Attempt("c") with { Judge = Judge.Canary(0.001) }, An.Attempt("d") with { Judge = Judge.Canary(1.0 / 6) },
            An.Attempt("e") with { Judge = Judge.Inside }, An.Attempt("f") with { Judge = null }, An.Attempt("g") with { Judge = null, Verdict = Verdict.NoCode },
            An.Attempt("a", dataset: "issues") with { Judge = Judge.OutsideEqualityByAnswer },
        ];

        Assert.Equal(
            ["issues: 1 verdict by judge: 1 outside, equality by answer.",
             "mini: 6 verdicts by judge: 2 outside; 2 canary (guess probability at most 16.7%); 1 inside; 1 not recorded."],
            JudgeCounts.From(attempts).Select(set => set.Sentence));
    }
}
