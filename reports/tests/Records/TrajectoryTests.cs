using Eval.Results.Records;

namespace Eval.Reports.Tests.Records;

public sealed class TrajectoryTests
{
    [Fact]
    public void What_keeps_a_patch_from_being_all_that_was_done_is_told()
    {
        var plain = new Trajectory { ExitStatus = "submitted", Steps = [new TrajectoryStep { Reply = "", Observation = "Exit code: 0" }] };
        var refused = plain with { Steps = [.. plain.Steps, TrajectoryStep.FromFailure("lab refuses the request (400)")] };

        Assert.Null(plain.Remark);
        Assert.Equal("the last call failed: lab refuses the request (400)", Trajectory.Parse(refused.ToJson())?.Remark);
        Assert.Equal(
            "the last call failed: lab refuses the request (400); too large for the patch and left out: big (9 bytes), huge (10 bytes)",
            (refused with { LeftOut = ["big (9 bytes)", "huge (10 bytes)"] }).Remark);
    }
}
