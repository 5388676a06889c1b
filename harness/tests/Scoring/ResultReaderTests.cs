using System.Text.Json;
using Eval.Harness.Scoring;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Tests.Scoring;

public sealed class ResultReaderTests
{
    private static readonly TestDriver TwoCalls = new("",
        [Returns("1"), new Check { Text = "F(-1)", Throws = "ArgumentException", Visible = true }]);

    [Fact]
    public void All_checks_as_expected_pass()
    {
        var scored = ResultReader.Read(TwoCalls,
            Completed(Value(0, "1"), Threw(1, "System.ArgumentNullException<System.ArgumentException<System.Exception")));

        Assert.Equal((Verdict.Passed, 2, true), (scored.Verdict, scored.TestsPassed, scored.VisibleTestsPassed));
    }

    [Fact]
    public void A_wrong_value_fails_and_says_what_was_expected()
    {
        var scored = ResultReader.Read(TwoCalls, Completed(Value(0, "2"), Threw(1, "System.ArgumentException<System.Exception")));

        Assert.Equal((Verdict.Failed, "F(1) = 2; expected 1"), (scored.Verdict, scored.Error));
    }

    [Fact]
    public void A_check_that_was_never_reached_is_no_pass()
    {
        Assert.Equal(Verdict.Failed, ResultReader.Read(TwoCalls, Completed(Value(0, "1"))).Verdict);
    }

    [Fact]
    public void The_end_must_have_been_reached()
    {
        var result = Completed(Value(0, "1"), Threw(1, "System.ArgumentException")) with { Status = ExecutionStatus.Crashed };

        Assert.Equal(Verdict.RuntimeError, ResultReader.Read(TwoCalls, result).Verdict);
    }

    [Fact]
    public void An_exception_where_a_value_was_due_is_a_runtime_error()
    {
        var scored = ResultReader.Read(TwoCalls,
            Completed(Threw(0, "System.InvalidOperationException<System.Exception"), Threw(1, "System.ArgumentException")));

        Assert.Equal(Verdict.RuntimeError, scored.Verdict);
    }

    [Fact]
    public void A_value_or_a_claim_does_not_replace_the_other()
    {
        var claims = Completed(new Observation { Check = 0, Kind = ObservationKind.Held },
            new Observation { Check = 1, Kind = ObservationKind.Held });

        Assert.Equal(Verdict.Failed, ResultReader.Read(TwoCalls, claims).Verdict);
    }

    [Fact]
    public void A_second_report_of_a_check_cannot_mend_the_first()
    {
        var scored = ResultReader.Read(TwoCalls, Completed(Value(0, "2"), Value(0, "1"), Threw(1, "System.ArgumentException")));

        Assert.Equal(Verdict.Failed, scored.Verdict);
    }

    [Fact]
    public void Numbers_of_checks_that_do_not_exist_are_ignored()
    {
        var scored = ResultReader.Read(TwoCalls,
            Completed(Value(0, "1"), Threw(1, "System.ArgumentException"), Value(7, "1"), Value(-1, "1")));

        Assert.Equal(Verdict.Passed, scored.Verdict);
    }

    [Fact]
    public void A_driver_without_checks_proves_nothing()
    {
        Assert.Equal(Verdict.Failed, ResultReader.Read(new TestDriver("", []), Completed()).Verdict);
    }

    [Theory]
    [InlineData(ExecutionStatus.CompileFailed, "compile_error")]
    [InlineData(ExecutionStatus.Crashed, "runtime_error")]
    [InlineData(ExecutionStatus.TimedOut, "timeout")]
    [InlineData(ExecutionStatus.MemoryExceeded, "out_of_memory")]
    [InlineData(ExecutionStatus.OutputExceeded, "output_limit")]
    [InlineData(ExecutionStatus.Forbidden, "failed")]
    [InlineData(ExecutionStatus.TestsUnusable, "sandbox_error")]
    public void Each_end_has_its_verdict(ExecutionStatus status, string verdict)
    {
        Assert.Equal(verdict, ResultReader.Read(TwoCalls, new ExecutionResult { Status = status }).Verdict.Name());
    }

    private static Check Returns(string json) => new() { Text = "F(1)", Expected = JsonDocument.Parse(json).RootElement };

    private static ExecutionResult Completed(params Observation[] observations) =>
        new() { Status = ExecutionStatus.Completed, Observations = observations };

    private static Observation Value(int check, string json) => new() { Check = check, Kind = ObservationKind.Value, Text = json };

    private static Observation Threw(int check, string types) => new() { Check = check, Kind = ObservationKind.Exception, Text = types };
}
