using Eval.Harness.Replies;
using Eval.Harness.Tests.Replies;
using Eval.Harness.Tests.Scoring;

namespace Eval.Harness.Tests.RealData;

/// <summary>
/// Programs known to be right come out of replies as they went in, however models wrap them. A seeded sample; the benchmark <c>replies</c>
/// takes
/// all of them, also wrong ones, and lets them run.
/// </summary>
[Trait("Needs", "public data sets")]
public sealed class ReplyWaysTests(ScorerFixture scorer) : IClassFixture<ScorerFixture>
{
    private const int PythonPrograms = 60;
    private const int CSharpPrograms = 8;

    [Fact]
    public async Task Programs_come_out_as_they_went_in()
    {
        var random = new Random(18);
        var all = (await ReplyPrograms.RightAsync(Require.SharedData, TestContext.Current.CancellationToken)).OrderBy(_ => random.Next())
            .ToList();
        var programs = all.Where(program => program.IsPython).Take(PythonPrograms)
            .Concat(all.Where(program => !program.IsPython).Take(CSharpPrograms)).ToList();
        var lost = new List<string>();
        foreach (var program in programs)
        {
            var scored = await scorer.ShapeAsync(program.Task, program.Code);
            foreach (var (way, wrap) in ReplyWays.All)
            {
                var found = await scorer.ExtractAsync(program.Task, wrap(program));
                if (!SameProgram.Is(found.Text, scored.Text, program))
                {
                    lost.Add($"{program.Task.Id}, {way}: {found.Rank.Name()}\n{found.Text}");
                }
            }
        }

        Assert.True(ReplyWays.All.Count >= 40);
        Assert.True(lost.Count == 0, $"{lost.Count} of {programs.Count * ReplyWays.All.Count} "
            + $"lost:\n{string.Join("\n\n", lost.Take(5))}\n{string.Join('\n', lost.Select(each => each.Split('\n')[0]).Take(60))}");
    }
}
