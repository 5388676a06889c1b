using Eval.Results.Records;

namespace Eval.Reports.Tests.Records;

public sealed class VerdictOriginTests
{
    public static TheoryData<VerdictOriginKind> Kinds => [.. Enum.GetValues<VerdictOriginKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_origin_is_read_as_it_is_written(VerdictOriginKind kind)
    {
        var origin = VerdictOrigin.Parse(VerdictOrigin.NameOf(kind), kind == VerdictOriginKind.Canary ? 0.125 : null)!;

        Assert.Equal((kind, VerdictOrigin.NameOf(kind)), (origin.Kind, origin.Name));
        Assert.Equal(origin, VerdictOrigin.Parse(origin.Name, origin.GuessProbability));
        Assert.DoesNotContain(' ', VerdictOrigin.WordOf(kind));
    }

    [Theory]
    [InlineData("gpt-4o", null, "there is no verdict origin 'gpt-4o'; write 'outside' or 'outside, equality by answer' or 'canary' or "
        + "'inside'")]
    [InlineData("canary", null, "a canary has a guess probability of 0 to 1")]
    [InlineData("canary", 1.5, "a canary has a guess probability of 0 to 1")]
    public void What_is_no_origin_is_reported(string name, double? probability, string mistake) =>
        Assert.Equal(mistake, Assert.Throws<FormatException>(() => VerdictOrigin.Parse(name, probability)).Message);

    [Fact]
    public void Of_a_run_that_did_not_record_it_nothing_is_said() => Assert.Null(VerdictOrigin.Parse(null, null));
}
