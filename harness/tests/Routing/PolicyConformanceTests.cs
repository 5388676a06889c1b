using Eval.Harness.Routing;
using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Routing;

/// <summary>
/// What a policy does is computed in two places: over stored outcomes, thousands of policies at a time, and call by call where it is
/// executed. Over the same outcomes both must come to the same calls, answers, costs and times.
/// </summary>
public sealed class PolicyConformanceTests
{
    private const int Policies = 3000;
    private const int Samples = 3;
    private static readonly string[] Models = ["a", "b", "c"];

    [Fact]
    public void Executed_policies_do_what_was_computed_of_them()
    {
        var random = new Random(7);
        var kinds = new HashSet<string>();
        for (var round = 0; round < Policies; round++)
        {
            var task = Task(random);
            var policy = Policy(random, depth: 2);
            kinds.UnionWith(policy.All.Select(part => part.GetType().Name));
            var paths = PolicyReplay.Follow(policy, task, new ReplayAssumptions())!;

            Assert.Equal(Samples, paths.Count);
            for (var sample = 0; sample < Samples; sample++)
            {
                var time = new VirtualTime();
                var executor = new PolicyExecutor<OutcomeCell>(new StoredCalls(task, sample, time), random, time);
                var chosen = PolicyChoice.For(policy, task.Feature, () => 0);
                var executed = time.Run(() => executor.RunAsync(chosen, TestContext.Current.CancellationToken));

                Same(paths[sample], executed, policy);
            }
        }

        Assert.Superset(new HashSet<string> { nameof(SinglePolicy), nameof(ClassPolicy), nameof(ThresholdPolicy), nameof(CascadePolicy),
            nameof(FailoverPolicy), nameof(HedgePolicy) }, kinds);
    }

    private static void Same(in ReplayedPath computed, PolicyOutcome<OutcomeCell> executed, RoutingPolicy policy)
    {
        var hasHedge = policy.All.OfType<HedgePolicy>().Any();

        Assert.True(computed.Served == executed.Path.Served, $"{policy}: computed {computed.Served}, executed {executed.Path.Served}");
        Assert.True(ReferenceEquals(computed.Answer, executed.Answer?.Answer), $"{policy}: another answer of {computed.Served}");
        Assert.True(computed.Asked.SequenceEqual(executed.Path.Calls.Select(call => call.Model)), $"{policy}: computed "
            + $"{string.Join(' ', computed.Asked)}, executed {string.Join(' ', executed.Path.Calls.Select(call => call.Model))}");
        Near(computed.LatencyMs, executed.Latency.TotalMilliseconds, "latency", policy);
        Near(computed.TtftMs, executed.FirstContent?.TotalMilliseconds, "time to first token", policy);
        if (!hasHedge)
        {
            // Nobody says what a dropped call costs: computed is all of it, executed as much as the answer that came first.
            Near(computed.CostUsd, (double?)executed.Path.CostUsd, "cost", policy);
        }
    }

    private static void Near(double? computed, double? executed, string what, RoutingPolicy policy) =>
        Assert.True(
            computed is null == executed is null && Math.Abs((computed ?? 0) - (executed ?? 0)) < 1e-6,
            $"{policy}: {what} computed {computed}, executed {executed}");

    private static RoutedTask Task(Random random) => new()
    {
        Id = "t",
        Class = random.Next(2) == 0 ? "completion" : "library-api",
        PromptTokens = random.Next(100),
        Cells = Models.ToDictionary(model => model,
            IReadOnlyList<OutcomeCell> (_) => [.. Enumerable.Range(0, Samples).Select(_ => Cell(random))]),
    };

    private static OutcomeCell Cell(Random random)
    {
        var isAnswered = random.Next(5) > 0;
        var tokens = random.Next(1, 100);
        var latency = 2 * random.Next(1, 2000);
        return new OutcomeCell
        {
            IsAnswered = isAnswered,
            Passed = isAnswered && random.Next(2) == 0,
            OutputTokens = tokens,
            CostUsd = tokens * (double)StoredCalls.UsdPerToken,
            LatencyMs = latency,
            TtftMs = isAnswered ? latency / 2 : null,
            PublicTestsPassed = isAnswered ? random.Next(2) == 0 : null,
            Builds = isAnswered && random.Next(3) > 0,
            ExecutionMs = random.Next(1, 500),
            Fingerprint = isAnswered && random.Next(6) > 0 ? (ulong)random.Next(2) : null,
        };
    }

    private static RoutingPolicy Policy(Random random, int depth) => depth == 0 ? Single(random) : random.Next(7) switch
    {
        0 => new ClassPolicy(RequestFeature.Class, new Dictionary<string, RoutingPolicy> { ["completion"] = Policy(random, depth - 1) },
            Policy(random, depth - 1)),
        1 => new ThresholdPolicy(RequestFeature.PromptTokens, random.Next(100), Policy(random, depth - 1), Policy(random, depth - 1)),
        2 => new FailoverPolicy([Policy(random, depth - 1), Single(random),
            .. random.Next(2) == 0 ? [Policy(random, depth - 1)] : Array.Empty<RoutingPolicy>()]),
        3 => new HedgePolicy(Single(random), Single(random), TimeSpan.FromMilliseconds(2 * random.Next(1500) + 1)),
        _ => Cascade(random, depth),
    };

    private static SinglePolicy Single(Random random) => new(Models[random.Next(Models.Length)]);

    private static CascadePolicy Cascade(Random random, int depth)
    {
        var stages = new List<CascadeStage>();
        for (var stage = random.Next(1, 3); stage > 0; stage--)
        {
            var asksOnce = random.Next(2) == 0;
            List<Verifier> verifiers = [asksOnce
                ? new Verifier(VerifierKind.PublicTests)
                : new Verifier(VerifierKind.SelfConsistency) { Samples = random.Next(2, Samples + 1),
                    Agreement = random.Next(2) == 0 ? 0.6 : 1 }];
            if (random.Next(2) == 0)
            {
                verifiers.Insert(random.Next(2), new Verifier(VerifierKind.Effort) { Column = (EffortColumn)random.Next(3),
                    Max = random.Next(3) switch { 0 => 0.05, 1 => 50, _ => 2000 } });
            }

            if (random.Next(3) == 0)
            {
                verifiers.Insert(random.Next(verifiers.Count + 1),
                    new Verifier(VerifierKind.Webhook) { Runs = VerifierKind.Build, Url = new Uri("https://verifier.example") });
            }

            // Whether several answers agree is known of models alone.
            stages.Add(new CascadeStage(asksOnce ? Policy(random, depth - 1) : Single(random), verifiers));
        }

        return new CascadePolicy([.. stages, new CascadeStage(Policy(random, depth - 1), [])]);
    }
}
