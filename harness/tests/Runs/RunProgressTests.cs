using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Harness.Tests.Planning;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Runs;

public sealed class RunProgressTests
{
    private static readonly RunPlan Plan = APlan.Create(3, new RunOptions(), "m");
    private static readonly PlannedAttempt Planned = Plan.Attempts(Plan.Models[0]).First();
    private readonly RunProgress _progress = new([("m", 3, 1, 1, 0.5m), ("other", 3, 0, 0, null)]);

    private ModelProgress OfModel => _progress.Snapshot().Single(model => model.Model == "m");

    [Fact]
    public void It_begins_where_an_earlier_part_of_the_run_ended()
    {
        Assert.Equal((3, 1, 1, 1), (OfModel.Planned, OfModel.Done, OfModel.DoneBefore, OfModel.Passed));
        Assert.Null(_progress.Snapshot().Single(model => model.Model == "other").CostUsd);
    }

    [Fact]
    public void A_call_is_open_until_it_is_answered_and_costs_what_the_answer_cost()
    {
        _progress.Asked(Planned);
        Assert.Equal(1, OfModel.Open);

        _progress.Answered(Planned, Answer(passed: true) with { CostUsd = 0.25m }, wasOpen: true);
        _progress.Answered(Planned, Answer(passed: true) with { CostUsd = 9, IsCached = true }, wasOpen: false);

        Assert.Equal((0, 0.75m), (OfModel.Open, OfModel.CostUsd));
    }

    [Fact]
    public void Verdicts_and_failures_of_the_infrastructure_are_counted_apart()
    {
        _progress.Scored(Answer(passed: true));
        _progress.Scored(Answer(passed: false));
        _progress.Scored(Answer(passed: false) with { Verdict = Verdict.SandboxError });
        _progress.Skipped(Planned);

        Assert.Equal((4, 2, 1, 1), (OfModel.Done, OfModel.Passed, OfModel.InfrastructureErrors, OfModel.Skipped));
    }

    [Fact]
    public void A_note_is_told_once()
    {
        _progress.Note("one");
        _progress.Refused("m", "no such key");

        Assert.Equal(["one", "m: no such key"], _progress.TakeNotes());
        Assert.Empty(_progress.TakeNotes());
    }

    private static Attempt Answer(bool passed) => APlan.Answer(Plan.Run, Planned.Task.Id, "m", passed);
}
