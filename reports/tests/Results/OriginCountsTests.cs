using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Results;

public sealed class OriginCountsTests
{
    [Fact]
    public void Each_data_set_says_how_its_verdicts_were_decided()
    {
        Attempt[] attempts =
        [
            An.Attempt("a"), An.Attempt("b"), An.Attempt("c") with { VerdictOrigin = VerdictOrigin.Canary(0.001) },
                An.Attempt("d") with { VerdictOrigin = VerdictOrigin.Canary(1.0 / 6) },
            An.Attempt("e") with { VerdictOrigin = VerdictOrigin.Inside }, An.Attempt("f") with { VerdictOrigin = null },
                An.Attempt("g") with { VerdictOrigin = null, Verdict = Verdict.NoCode },
            An.Attempt("a", dataset: "issues") with { VerdictOrigin = VerdictOrigin.OutsideEqualityByAnswer },
        ];

        Assert.Equal(
            ["issues: 1 verdict by origin: 1 outside, equality by answer.",
             "mini: 6 verdicts by origin: 2 outside; 2 canary (guess probability at most 16.7%); 1 inside; 1 not recorded."],
            OriginCounts.From(attempts).Select(set => set.Sentence));
    }
}
