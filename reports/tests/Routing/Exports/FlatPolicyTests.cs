using Eval.Reports.Exports;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Exports;

public sealed class FlatPolicyTests
{
    [Fact]
    public void A_failover_with_the_same_conditions_becomes_part_of_the_list_around_it()
    {
        var nested = new FailoverPolicy([SomePolicy.Gamma, SomePolicy.Failover]);

        var flat = Assert.IsType<FailoverPolicy>(FlatPolicy.From(nested));

        Assert.Equal([SomePolicy.Gamma, SomePolicy.Alpha, SomePolicy.Beta], flat.Policies);
    }

    [Fact]
    public void A_failover_with_conditions_of_its_own_is_refused()
    {
        FailoverPolicy[] others =
        [
            SomePolicy.Failover with { OnStatuses = [429] }, SomePolicy.Failover with { OnConnect = false },
                SomePolicy.Failover with { OnTruncatedStream = false },
            SomePolicy.Failover with { Retries = 1 }, SomePolicy.Failover with { Timeout = TimeSpan.FromSeconds(1) },
        ];

        Assert.All(others,
            other => Assert.Throws<PolicyExportException>(() => FlatPolicy.From(new FailoverPolicy([other, SomePolicy.Gamma]))));
        Assert.Throws<PolicyExportException>(() =>
            FlatPolicy.From(new FailoverPolicy([SomePolicy.Failover, SomePolicy.Gamma]) { Retries = 1 }));
    }

    [Fact]
    public void A_cascade_at_the_end_of_a_cascade_continues_it_and_one_before_is_refused()
    {
        var verify = SomePolicy.Cascade.Stages[0].Verify;

        var flat = FlatPolicy.From(SomePolicy.Classes(("a",
            new CascadePolicy([new CascadeStage(SomePolicy.Gamma, verify), new CascadeStage(SomePolicy.Cascade, [])]))));

        Assert.Equal(["gamma", "alpha", "beta"], Assert.IsType<CascadePolicy>(Assert.IsType<ClassPolicy>(flat).Rules["a"]).Models);
        Assert.Throws<PolicyExportException>(() =>
            FlatPolicy.From(new CascadePolicy([new CascadeStage(SomePolicy.Cascade, verify), new CascadeStage(SomePolicy.Gamma, [])])));
    }
}
