using Eval.Results.Statistics;
using Eval.Routing.Evaluation;
using Eval.Routing.Policies;
using Eval.Routing.Search;

namespace Eval.Reports.Tests.Routing.Search;

/// <summary>Tables whose best policy is known.</summary>
public sealed class RoutingSearchTests
{
    private static readonly RoutingOptions Quick = new() { Replicates = 50 };

    [Fact]
    public void Finds_the_cascade_that_a_good_verifier_makes_best()
    {
        var result = RoutingSearch.Run(GoodVerifier(400, seed: 1), Quick with { BaselineModel = "dear" });

        var cascade = Assert.IsType<CascadePolicy>(result.Recommended.Policy);
        Assert.Equal([new SinglePolicy("cheap"), new SinglePolicy("dear")], cascade.Stages.Select(stage => stage.Policy));
        Assert.Equal(VerifierKind.PublicTests, Assert.Single(cascade.Stages[0].Verify).Kind);
        Assert.Equal(PolicyVerdict.NonInferior, result.Recommended.Verdict);

        // Truth: seven in ten are accepted; 1 + 0.3 × 20 instead of 20.
        Assert.InRange(0.65, result.Recommended.Savings!.Low, result.Recommended.Savings.High);
        Assert.StartsWith("Route cheap if its visible tests pass → dear: saves ", result.Sentence);
    }

    [Fact]
    public void Finds_the_class_rule_when_each_class_has_its_model()
    {
        // Easy tasks: both models equal. Hard tasks: only the dear one. No verdict on answers exists.
        var table = ATable.Drawn(400, 2, ["cheap", "dear"], (task, model, _) => ATable.Cell(
            Hardness(2, task) < (task % 2 == 0 ? 0.95 : model == "dear" ? 0.9 : 0.2), model == "dear" ? 20 : 1),
                task => task % 2 == 0 ? "easy" : "hard");

        var result = RoutingSearch.Run(table, Quick with { BaselineModel = "dear" });

        var rules = Assert.IsType<ClassPolicy>(result.Recommended.Policy);
        Assert.Equal(RequestFeature.Class, rules.Feature);
        Assert.Equal(new SinglePolicy("cheap"), rules.For("easy"));
        Assert.Equal(new SinglePolicy("dear"), rules.For("hard"));
        Assert.InRange(0.475, result.Recommended.Savings!.Low, result.Recommended.Savings.High);
    }

    [Fact]
    public void Finds_the_cheaper_single_model_and_says_that_routing_adds_nothing()
    {
        // Equal on every task, so the cheaper one is as good beyond doubt.
        var table = ATable.Drawn(300, 3, ["dear", "fair"], (task, model, _) => ATable.Cell(task % 4 > 0, model == "dear" ? 3 : 2));

        var result = RoutingSearch.Run(table, Quick with { BaselineModel = "dear" });

        Assert.Equal(new SinglePolicy("fair"), result.Recommended.Policy);
        Assert.Equal(1 / 3.0, result.Savings.BetterSingle!.Value, 1e-9);
        Assert.Equal(0, result.Savings.Cascade!.Value, 1e-9);
        Assert.StartsWith("Send everything to fair: saves 33.3%", result.Sentence);
    }

    [Fact]
    public void Stays_with_the_baseline_when_nothing_is_as_good()
    {
        var table = ATable.Drawn(300, 4, ["dear", "bad"],
            (_, model, uniform) => ATable.Cell(uniform() < (model == "dear" ? 0.9 : 0.3), model == "dear" ? 3 : 1));

        var result = RoutingSearch.Run(table, Quick with { BaselineModel = "dear" });

        Assert.Equal(new SinglePolicy("dear"), result.Recommended.Policy);
        Assert.StartsWith("Stay with dear: no policy was shown to be cheaper and non-inferior on these 300 tasks", result.Sentence);
    }

    [Theory]
    [InlineData(10, 9)]
    [InlineData(100, 95, Explicit = true)]
    public void Pure_noise_gives_the_single_model(int seeds, int atLeast)
    {
        var singles = 0;
        Parallel.For(0, seeds, seed =>
        {
            // Four models alike in everything, verdicts and classes by coin.
            var table = ATable.Drawn(
                150, 1000 + (ulong)seed, ["a", "b", "c", "d"],
                (_, _, uniform) => ATable.Cell(uniform() < 0.7, 0.5 + uniform(), 500 + (1000 * uniform()), uniform() < 0.5,
                    Math.Round(1000 * uniform())),
                task => (task % 3).ToString(System.Globalization.CultureInfo.InvariantCulture));
            Interlocked.Add(ref singles, RoutingSearch.Run(table, Quick with { BaselineModel = "a" }).Recommended.Policy is SinglePolicy
                ? 1 : 0);
        });

        Assert.InRange(singles, atLeast, seeds);
    }

    [Fact]
    public void Held_out_scores_are_not_better_than_the_truth()
    {
        // True values of what is chosen: noise again, so every policy's quality is 0.7 whatever it looks like in-sample.
        var (held, inSample) = (0.0, 0.0);
        const int Seeds = 20;
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var table = ATable.Drawn(100, 5000 + seed, ["a", "b", "c"],
                (_, model, uniform) => ATable.Cell(uniform() < 0.7, model == "a" ? 9 : 1, tokens: Math.Round(1000 * uniform())));
            var any = RoutingSearch.Run(table, Quick with { BaselineModel = "a", Replicates = 0, Margin = 0 })
                .Rows.Single(row => row.Name == "any");
            held += any.Metrics!.Quality.Value / Seeds;
            inSample += any.InSampleQuality / Seeds;
        }

        Assert.InRange(held, 0.67, 0.73);
        Assert.True(inSample > held + 0.02, $"in-sample {inSample:0.000}, held-out {held:0.000}");
    }

    [Fact]
    public void Few_tasks_get_single_models_and_failover_only()
    {
        var result = RoutingSearch.Run(GoodVerifier(RoutingSearch.MinTasks - 1, seed: 5), Quick);

        Assert.All(result.Considered, row => Assert.Equal(PolicyFamily.OneModel, row.Family));
        Assert.Contains(result.NotShown, sentence => sentence.Contains("49 tasks only single models and failover",
            StringComparison.Ordinal));
    }

    [Fact]
    public void Limits_are_kept()
    {
        var table = GoodVerifier(300, seed: 6);

        var cheap = RoutingSearch.Run(table, Quick with { BaselineModel = "dear", MaxCostPerTaskUsd = 2, Margin = 0.5 });
        var fast = RoutingSearch.Run(table, Quick with { BaselineModel = "dear", MaxLatencyP90Ms = 1500, Margin = 0.5 });

        Assert.Equal(new SinglePolicy("cheap"), cheap.Recommended.Policy);
        Assert.True(cheap.Recommended.Metrics!.CostPerTaskUsd!.Value <= 2);
        Assert.True(fast.Recommended.Metrics!.LatencyP90Ms!.Value <= 1500, fast.Recommended.ToString());
    }

    [Fact]
    public void Only_the_kinds_that_were_named_are_tried()
    {
        var table = GoodVerifier(300, seed: 6);

        var rules = RoutingSearch.Run(table, Quick with { BaselineModel = "dear", Families = PolicyFamily.Rules });
        var none = RoutingSearch.Run(table, Quick with { BaselineModel = "dear", Families = PolicyFamily.OneModel });

        Assert.DoesNotContain(rules.Considered, row => row.Policy.All.Any(part => part is CascadePolicy));
        Assert.Equal(["best single", "rules", "any"], rules.Rows.Where(row => row.Role == PolicyRole.Searched).Select(row => row.Name));
        Assert.Null(rules.SensitivityOf);
        Assert.Equal(["best single", "any"], none.Rows.Where(row => row.Role == PolicyRole.Searched).Select(row => row.Name));
        Assert.All(none.Considered, row => Assert.Equal(PolicyFamily.OneModel, row.Family));
        Assert.DoesNotContain(rules.Rows, row => row.Name == "cascade, perfect verifier");
    }

    [Fact]
    public void What_looks_well_afterwards_is_told_and_not_taken()
    {
        // A rule holds with certainty; a limit of effort is cheaper still and lies at the edge of the margin: the search over all kinds
        // takes that one.
        var table = ATable.Drawn(
            400, 21, ["cheap", "dear"],
            (task, model, _) => ATable.Cell(task % 2 == 0 || model == "dear" || task % 16 == 1, model == "dear" ? 20 : 1,
                tokens: task % 2 == 0 || task % 16 is 1 or 3 ? 10 : 100), task => task % 2 == 0 ? "easy" : "hard");

        var result = RoutingSearch.Run(table, Quick with { BaselineModel = "dear", Margin = 0.075 });
        var named = RoutingSearch.Run(table, Quick with { BaselineModel = "dear", Margin = 0.075, Families = PolicyFamily.Rules });

        Assert.Equal(new SinglePolicy("dear"), result.Recommended.Policy);
        Assert.Contains(result.NotShown, sentence => sentence.StartsWith("by class (easy: cheap, hard: dear, else ",
            StringComparison.Ordinal) && sentence.Contains("name the kinds beforehand", StringComparison.Ordinal));
        Assert.True(result.Rows.Single(row => row.Name == "any").QualityDifference!.Low < -25 / 400.0,
            "what is deployed loses 25 of 400, and its interval must hold that");
        Assert.IsType<ClassPolicy>(named.Recommended.Policy);
    }

    [Fact]
    public void Two_providers_put_a_stand_in_behind_every_model()
    {
        var result = RoutingSearch.Run(GoodVerifier(300, seed: 7), Quick with { BaselineModel = "dear", MinProviders = 2 });

        Assert.All(result.Considered, row => Assert.All(
            row.Policy.All.OfType<SinglePolicy>(), single =>
                Assert.Contains(row.Policy.All.OfType<FailoverPolicy>(),
                failover => failover.Models.Contains(single.Model) && failover.Models.Count() == 2)));
        Assert.All(result.Outages.Where(outage => outage.Policy == result.Recommended.Policy.ToString()),
            outage => Assert.Equal(1, outage.Availability));
        Assert.Contains(result.Outages, outage => outage is { Policy: "dear", Provider: "at-dear", Quality: 0, Availability: 0 });
    }

    [Fact]
    public void A_searched_policy_needs_no_more_than_the_request_and_the_answer()
    {
        var result = RoutingSearch.Run(GoodVerifier(200, seed: 8), Quick);

        Assert.All(result.Rows.Where(row => row.Role is PolicyRole.Model or PolicyRole.Searched),
            row => Assert.Null(row.Policy.UpperBoundReason));
        Assert.All(result.Considered, row => Assert.Null(row.Policy.UpperBoundReason));
        Assert.NotNull(result.Rows.Single(row => row.Name == "cascade, perfect verifier").Policy.UpperBoundReason);
    }

    [Fact]
    public void The_same_table_gives_the_same_result_whatever_the_order_of_models()
    {
        var table = GoodVerifier(150, seed: 9);
        var turned = table with { Models = [.. table.Models.Reverse()] };

        var (one, other) = (RoutingSearch.Run(table, Quick), RoutingSearch.Run(turned, Quick));

        Assert.Equal(one.Sentence, other.Sentence);
        Assert.Equal(one.Considered.Select(row => row.Name).Order(), other.Considered.Select(row => row.Name).Order());
    }

    [Fact]
    public void Rules_on_a_class_that_is_read_from_the_prompt_are_worth_what_its_confusion_matrix_says()
    {
        var result = RoutingSearch.Run(Prompted(), Quick with { BaselineModel = "dear", Margin = 0.1, Classify = RequestFeature.Class });

        var rules = Assert.IsType<ClassPolicy>(result.Recommended.Policy);
        Assert.Equal((new SinglePolicy("cheap"), new SinglePolicy("dear")), (rules.For("easy"), rules.For("hard")));
        var quality = result.Classifier!.Quality!;
        Assert.Equal(0.9, quality.Accuracy.Value, 1e-9);

        // Only the dear model solves hard tasks: Q = Σ P(d) Σ conf(d'|d) q(policy(d'), d), statistics of a classifier, by hand.
        var hardReadAsEasy = quality.Confusion["hard"]["easy"] / 400.0;
        Assert.Equal(1 - hardReadAsEasy, result.Recommended.Metrics!.Quality.Value, 1e-9);
        Assert.Contains("class read from the prompt, correctly for 90.0%", result.Sentence);
        Assert.Contains(result.NotShown, sentence => sentence.Contains("ask it about requests of your own", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Considered, row => row.Policy.LooksAt(RequestFeature.Language));
    }

    [Fact]
    public void A_perfect_classifier_is_an_upper_bound_that_nobody_can_deploy()
    {
        var result = RoutingSearch.Run(Prompted(), Quick with { BaselineModel = "dear", Margin = 0.1, Classify = RequestFeature.Class });

        var bound = result.Rows.Single(row => row.Name == "rules by class, perfect classifier");
        Assert.Equal((PolicyRole.UpperBound, 1), (bound.Role, bound.Metrics!.Quality.Value));
        Assert.Equal("it looks at 'annotated_class', which nobody knows when the request is made", bound.Policy.UpperBoundReason);
        Assert.Null(PolicyFiles.Create(result, bound, "bound").Classifier);
        Assert.NotNull(PolicyFiles.Create(result, result.Recommended, "r").Classifier);
    }

    [Fact]
    public void A_difficulty_that_is_read_from_the_prompt_can_be_deployed_and_one_that_was_annotated_cannot()
    {
        var table = Prompted();
        table = table with { Tasks = [.. table.Tasks.Select(task => task with { Difficulty = task.Class, Class = "completion" })] };

        var read = RoutingSearch.Run(table,
            Quick with { BaselineModel = "dear", Margin = 0.1, Classify = RequestFeature.DeclaredDifficulty });
        var annotated = RoutingSearch.Run(table, Quick with { BaselineModel = "dear", Margin = 0.1 });

        Assert.Equal(RequestFeature.DeclaredDifficulty, Assert.IsType<ClassPolicy>(read.Recommended.Policy).Feature);
        Assert.Equal(1 - (read.Classifier!.Quality!.Confusion["hard"]["easy"] / 400.0), read.Recommended.Metrics!.Quality.Value, 1e-9);
        Assert.IsType<SinglePolicy>(annotated.Recommended.Policy);
        Assert.Contains(read.Rows, row => row.Name == "rules by annotated difficulty" && row.Metrics!.Quality.Value == 1);
    }

    [Fact]
    public void A_classifier_needs_prompts_and_two_classes()
    {
        var table = Prompted();
        RoutingTable With(Func<RoutedTask, RoutedTask> change) => table with { Tasks = [.. table.Tasks.Select(change)] };
        string Refusal(RoutingTable of, string feature) =>
            Assert.Throws<RoutingException>(() => RoutingSearch.Run(of, Quick with { Classify = feature })).Message;

        Assert.StartsWith("A classifier is trained on prompts, and these outcomes have none",
            Refusal(With(task => task with { Prompt = null }), RequestFeature.Class));
        Assert.StartsWith("There is nothing for a classifier to tell apart: the tasks have one task class",
            Refusal(With(task => task with { Class = "completion" }), RequestFeature.Class));
        Assert.StartsWith("There is nothing for a classifier to tell apart: the tasks have no difficulty",
            Refusal(table, RequestFeature.DeclaredDifficulty));
    }

    [Fact]
    public void Says_what_is_missing()
    {
        var table = GoodVerifier(60, seed: 10);
        var free = table
            with { Tasks = [.. table.Tasks.Select(task =>
            task with { Cells = task.Cells.ToDictionary(pair => pair.Key,
            pair => (IReadOnlyList<OutcomeCell>)[.. pair.Value.Select(cell => cell with { CostUsd = null })]) })] };

        Assert.StartsWith("There is no model gpt-9 in these results",
            Assert.Throws<RoutingException>(() => RoutingSearch.Run(table, Quick with { BaselineModel = "gpt-9" })).Message);
        Assert.StartsWith("No model's cost is known", Assert.Throws<RoutingException>(() => RoutingSearch.Run(free, Quick)).Message);
    }

    /// <summary>
    /// A cheap model that is right in seven of ten, a dear one right in nine of ten wherever the cheap one is and beyond; visible tests
    /// that tell.
    /// </summary>
    private static RoutingTable GoodVerifier(int tasks, ulong seed) =>
        ATable.Drawn(tasks, seed, ["cheap", "dear"], (task, model, uniform) =>
    {
        // One number per task decides for both models, so that the dear one is right wherever the cheap one is.
        var passed = Hardness(seed, task) < (model == "cheap" ? 0.7 : 0.9);
        return ATable.Cell(passed, model == "cheap" ? 1 : 20, model == "cheap" ? 400 : 1600, publicTests: passed || uniform() < 0.02);
    });

    /// <summary>
    /// Easy tasks that both models solve, hard ones that only the dear one does; a word of the prompt tells which, wrongly for one in ten.
    /// </summary>
    private static RoutingTable Prompted()
    {
        var table = ATable.Drawn(
            400, 11, ["cheap", "dear"], (task, model, _) => ATable.Cell(task % 2 == 0 || model == "dear", model == "dear" ? 20 : 1), task =>
                task % 2 == 0 ? "easy" : "hard");
        string[][] words = [["toy", "puzzle", "sum"], ["archive", "protocol", "kernel"]];
        return table with
        {
            Tasks = [.. table.Tasks.Select((task, number) => task with { Language = number % 3 == 0 ? "csharp" : "python",
                Prompt = $"write a {words[(number % 2) ^ (number / 2 % 10 == 3 ? 1 : 0)][number / 20 % 3]}" })],
        };
    }

    private static double Hardness(ulong seed, int task) => (SplitMix64.At(seed + 77, task) >> 11) * (1.0 / (1UL << 53));
}
