using CsCheck;
using Eval.Routing.Evaluation;
using Eval.Routing.Search;

namespace Eval.Reports.Tests.Routing.Search;

/// <summary>What is added up side by side, remembered or followed again later is what a search that does nothing of that finds.</summary>
public sealed class SelectionTests
{
    private static readonly Gen<(RoutingTable Table, RoutingOptions Options)> Searches =
        from seed in Gen.ULong
        from tasks in Gen.Int[5, 70]
        from samples in Gen.Int[1, 4]
        from margin in Gen.Double[0, 0.3]
        from limits in Gen.Int[0, 3]
        from providers in Gen.Int[1, 2]
        select (Table(seed, tasks, samples), new RoutingOptions
        {
            Margin = margin,
            MaxLatencyP90Ms = (limits & 1) > 0 ? 1800 : null,
            MaxTtftP90Ms = (limits & 2) > 0 ? 1500 : null,
            MinProviders = providers,
        });

    [Fact]
    public void Choices_on_draws_side_by_side_are_those_on_each_draw_alone() =>
        Gen.Select(Searches, Gen.ULong, Gen.Int[1, 2 * DrawnMeans.Lanes]).Sample(
        (search, seed, replicates) =>
        {
            var (table, options) = search;
            var candidates = new CandidateSet(table, options).For(PolicyFamily.All, TrainingTasks.All(table.Tasks.Count));
            var selection = new Selection(candidates[0].Scores, options);
            var (draws, drawn) = (new TaskDraws(table.Tasks.Count, replicates, seed), new int[table.Tasks.Count]);
            foreach (var isHeldOut in new bool[]?[] { null, [.. table.Tasks.Select((_, task) => task % 3 == 0)] })
            {
                var best = selection.Best(candidates, draws, isHeldOut);

                for (var replicate = 0; replicate < replicates; replicate++)
                {
                    draws.Count(replicate, drawn);
                    var alone = selection.Best(candidates, TrainingTasks.Without(isHeldOut ?? new bool[drawn.Length], drawn));
                    Assert.Same(alone, best[replicate]);
                }
            }
        },
        iter: 25);

    [Fact]
    public void Sums_side_by_side_are_the_same_to_the_last_bit() => Gen.Select(Searches, Gen.ULong).Sample(
        (search, seed) =>
        {
            var (table, options) = search;
            var candidates = new CandidateSet(table, options).For(PolicyFamily.Cascade, TrainingTasks.All(table.Tasks.Count));
            var (draws, totals) = (new TaskDraws(table.Tasks.Count, DrawnMeans.Lanes, seed), new int[DrawnMeans.Lanes]);
            var (counts, drawn) = (draws.SideBySide(0, null, totals), new int[table.Tasks.Count]);
            foreach (var candidate in candidates)
            {
                var means = new DrawnMeans();
                means.Compute(counts, candidate.Scores, candidates[0].Scores);

                for (var lane = 0; lane < DrawnMeans.Lanes; lane++)
                {
                    draws.Count(lane, drawn);
                    var training = new TrainingTasks(drawn);
                    Assert.Equal(training.Total, totals[lane]);
                    Assert.Equal(training.Mean(candidate.Scores.CostUsd), means.Cost(lane, totals[lane]));
                    Assert.Equal(training.Difference(candidate.Scores.Quality, candidates[0].Scores.Quality),
                        means.Difference(lane, totals[lane]));
                }
            }
        },
        iter: 25);

    [Fact]
    public void Candidates_do_not_hang_on_what_was_fitted_before() => Searches.Sample(
        search =>
        {
            var (table, options) = search;
            var used = new CandidateSet(table, options);
            for (var fold = 0; fold < 3; fold++)
            {
                var training = new TrainingTasks([.. table.Tasks.Select((_, task) => task % 3 == fold ? 0 : 1)]);

                var (again, fresh) = (used.For(PolicyFamily.All, training),
                    new CandidateSet(table, options).For(PolicyFamily.All, training));

                Assert.Equal(fresh.Select(candidate => candidate.Name), again.Select(candidate => candidate.Name));
                Assert.All(fresh.Zip(again), pair => Assert.Equal(pair.First.Scores.Quality, pair.Second.Scores.Quality));
                Assert.All(fresh.Zip(again), pair => Assert.Equal(pair.First.Scores.CostUsd, pair.Second.Scores.CostUsd));
            }
        },
        iter: 10);

    [Fact]
    public void Scores_are_sums_over_the_ways_of_each_task() => Searches.Sample(
        search =>
        {
            var (table, options) = search;
            foreach (var candidate in new CandidateSet(table, options).For(PolicyFamily.All, TrainingTasks.All(table.Tasks.Count)))
            {
                for (var task = 0; task < table.Tasks.Count; task++)
                {
                    var paths = PolicyReplay.Follow(candidate.Policy, table.Tasks[task], options.Assumptions)!;
                    Assert.Equal(paths.Sum(path => path.Passed ? path.Weight : 0), candidate.Scores.Quality[task]);
                    Assert.Equal(paths.Sum(path => path.Weight * path.CostUsd!.Value), candidate.Scores.CostUsd[task]);
                    Assert.Equal(paths.Sum(path => path.Served is null ? 0 : path.Weight), candidate.Scores.Availability[task]);
                    Assert.Equal(paths.Where(path => path.Served is not null).Select(path => path.LatencyMs!.Value),
                        candidate.Scores.Latencies[task].Select(time => time.Ms));
                }
            }
        },
        iter: 5);

    private static RoutingTable Table(ulong seed, int tasks, int samples) => ATable.Drawn(
        tasks,
        seed,
        ["cheap", "fair", "dear"],
        (task, model, uniform) => uniform() < 0.1 ? ATable.Failure(400) : ATable.Cell(
            uniform() < (model == "dear" ? 0.8 : 0.5),
            (model == "dear" ? 9 : 1) * uniform(),
            500 + (2000 * uniform()),
            uniform() < 0.5,
            Math.Floor(20 * uniform())) with { Builds = uniform() < 0.9, Fingerprint = (ulong)(3 * uniform()) },
        task => task % 2 == 0 ? "even" : "odd",
        samples);
}
