using CsCheck;
using Eval.Results.Statistics;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Policies;

public sealed class PolicyFileTests
{
    [Fact]
    public void Every_policy_survives_being_written_and_read() => Policies.Sample(policy =>
    {
        var file = new PolicyFile { Name = "p", Policy = policy };

        var json = file.ToJson();

        Assert.Equal(json, PolicyFile.Parse(json, "p.json").ToJson());
        Assert.Equal(policy.ToString(), PolicyFile.Parse(json, "p.json").Policy.ToString());
    });

    [Fact]
    public void Origin_and_numbers_stay_with_the_policy()
    {
        var file = new PolicyFile
        {
            Name = "recommended",
            Policy = new SinglePolicy("a"),
            EvaluatedOn = new PolicyOrigin { Runs = ["run-1"], TaskSetHash = "00ff", Tasks = 164, PricesAsOf = new DateOnly(2026, 1, 2),
                MeasuredAt = An.Start },
            Metrics = new PolicyMetrics { Quality = new Estimate(0.9, 0.8, 0.95, 164), Availability = new Estimate(1, 0.97, 1, 164),
                CostPerTaskUsd = new Estimate(0.01, double.NegativeInfinity, double.PositiveInfinity, 3) },
            Baseline = "b",
            Margin = 0.02,
            Savings = new Estimate(0.5, 0.4, 0.6, 164),
            Verdict = PolicyVerdict.NonInferior,
            Models = new Dictionary<string, PolicyModelInfo> { ["a"] = new() { Provider = "openai", Model = "a-1",
                ApiKeyEnv = "OPENAI_API_KEY", InputUsdPerMillionTokens = 1.25m } },
        };

        var read = PolicyFile.Parse(file.ToJson(), "routing.json");

        Assert.Equal(file.ToJson(), read.ToJson());
        Assert.Equal(file.Metrics, read.Metrics);
        Assert.Equal(double.PositiveInfinity, read.Metrics!.CostPerTaskUsd!.High);
        Assert.Equal(file.Models["a"], read.Models["a"]);
    }

    private static string WithClassifier(string classifier) =>
        $$"""{ "schema": 1, "policy": { "kind": "by_class", "feature": "class", "rules": { "a": "cheap" }, "default": "dear" }, "classifier": {{classifier}} }""";

    [Fact]
    public void A_classifier_stays_with_the_policy()
    {
        var read = PolicyFile.Parse(WithClassifier(
            """{ "feature": "class", "classes": ["a", "b"], "log_priors": [-0.5, -0.9], "words": { "bug": [-1, -3] } }"""), "p.json");

        Assert.Equal("a", read.Classifier!.Classify("a bug"));
        Assert.Equal(read.ToJson(), PolicyFile.Parse(read.ToJson(), "p.json").ToJson());
    }

    [Theory]
    [InlineData("""{ "feature": "class" }""", "field classifier")]
    [InlineData("""{ "feature": "class", "classes": null, "log_priors": [], "words": {} }""", "field classifier")]
    [InlineData("""{ "feature": "prompt_tokens", "classes": ["a", "b"], "log_priors": [0, 0], "words": {} }""",
        "field classifier.feature: 'prompt_tokens' is nothing that a prompt could tell")]
    [InlineData("""{ "feature": "difficulty", "classes": ["a", "b"], "log_priors": [0, 0], "words": {} }""",
        "field classifier.feature: 'difficulty' is nothing")]
    [InlineData("""{ "feature": "class", "classes": ["a", "a"], "log_priors": [0, 0], "words": {} }""",
        "field classifier.classes: write at least two different values")]
    [InlineData("""{ "feature": "class", "classes": ["a", "b"], "log_priors": [0], "words": {} }""",
        "field classifier.log_priors: write 2 numbers")]
    [InlineData("""{ "feature": "class", "classes": ["a", "b"], "log_priors": [0, 0], "words": { "bug": [1] } }""",
        "field classifier.words.bug: write 2 numbers")]
    [InlineData("""{ "feature": "class", "classes": ["a", "b"], "log_priors": [0, 0], "words": { "Bug": [1, 2] } }""",
        "field classifier.words.Bug: words are compared in lower case")]
    [InlineData("""{ "feature": "class", "classes": ["a", "b"], "log_priors": [0, 0], "words": { "bug": null } }""",
        "field classifier.words.bug: write 2 numbers")]
    public void A_classifier_that_could_not_be_asked_is_refused(string classifier, string expected) =>
        Assert.Contains(expected, Assert.Throws<PolicyFormatException>(() => PolicyFile.Parse(WithClassifier(classifier), "p.json"))
            .Message);

    [Theory]
    [InlineData("""{ "policy": "a" }""", "p.json, field schema: this program reads version 1")]
    [InlineData("""{ "schema": 2, "policy": "a" }""", "p.json, field schema: this program reads version 1")]
    [InlineData("""{ "schema": 1 }""", "p.json: this is no policy")]
    [InlineData("[]", "p.json: this is no policy")]
    [InlineData("{\n \"schema\": 1,\n policy", "p.json line 3: this is no JSON")]
    [InlineData("""{ "schema": 1, "policy": "a", "policy": "b" }""", "p.json, field policy: it is there twice.")]
    [InlineData("""{ "schema": 1, "policy": "a", "clasifier": {} }""",
        "p.json, field clasifier: there is no such field; known are schema, name, policy")]
    [InlineData("""{ "schema": 1, "policy": "a", "margin": -5 }""", "p.json, field margin: write a rate from 0 to 1.")]
    [InlineData("""{ "schema": 1, "policy": "a", "verdict": 7 }""", "p.json, field verdict")]
    [InlineData("""{ "schema": 1, "policy": "a", "models": { "a": null } }""", "p.json, field models")]
    [InlineData("""{ "schema": 1, "policy": "a", "name": "a\nserving http://evil.example/v1" }""",
        "p.json, field name: write printable characters")]
    [InlineData("""{ "schema": 1, "policy": "\ud800" }""", "p.json: a text in it holds half of a character")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "by_class", "feature": "class", "rules": { "\ud800": "a" }, "default": "a" } }""",
        "p.json: a text in it holds half of a character")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "mix", "shares": [{ "policy": "a", "weight": 1e308 }] } }""",
        "p.json, field policy.shares[0].weight: write a number from 0 to 1000000000")]
    [InlineData("""{ "schema": 1, "policy": "a", "classifier": { "feature": "class", "classes": ["a", "b"], "log_priors": [0, 0], "words": {} } }""", "p.json, field classifier.feature: the policy never looks at 'class'")]
    [InlineData("""{ "schema": 1, "policy": 3 }""", "p.json, field policy: write the name of a model, or an object with a 'kind'")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "ensemble" } }""",
        "p.json, field policy.kind: 'ensemble' is no kind of policy; choose single, by_class")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "by_class", "feature": "class", "rules": {} } }""",
        "p.json, field policy.default: it is missing")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "by_class", "feature": "mood", "rules": {}, "default": "a" } }""",
        "p.json, field policy.feature: 'mood' is no feature of a request; write class")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "by_class", "feature": "class", "rules": { "x": { "kind": "single" } }, "default": "a" } }""", "p.json, field policy.rules.x.model: it is missing")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "threshold", "score": "class", "at_least": 1, "strong": "a", "weak": "b" } }""",
        "p.json, field policy.score: 'class' is no number of a request")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "cascade", "stages": [{ "policy": "a" }, { "policy": "b" }] } }""",
        "p.json, field policy.stages[0]: only the last stage may be without 'verify'")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "cascade", "stages": [{ "policy": "a", "verify": [{ "kind": "build" }] }, { "policy": "b", "verify": [{ "kind": "build" }] }] } }""", "p.json, field policy.stages[1].verify: the last stage is not verified")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "cascade", "stages": [{ "policy": "a", "verify": [{ "kind": "vibes" }] }, { "policy": "b" }] } }""", "p.json, field policy.stages[0].verify[0].kind: 'vibes' is none of public_tests, existing_tests, build")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "cascade", "stages": [{ "policy": "a", "verify": [{ "kind": "webhook", "url": "/verify" }] }, { "policy": "b" }] } }""", "p.json, field policy.stages[0].verify[0].url: write the whole address")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "failover", "policies": ["a"] } }""",
        "p.json, field policy.policies: write a list of at least 2")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "failover", "policies": ["a", "b"], "on": [200] } }""",
        "p.json, field policy.on: '200' is none of a status from 400 to 599")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "mix", "shares": [{ "policy": "a", "weight": 0 }] } }""",
        "p.json, field policy.shares[0].weight: write a number above 0")]
    [InlineData("""{ "schema": 1, "policy": { "kind": "hedge", "primary": "a", "backup": "b", "delay_ms": 100, "dellay": 3 } }""",
        "p.json, field policy.dellay: there is no such field; known are backup, delay_ms, kind, primary")]
    [InlineData("""{ "schema": 1, "policy": "a", "margin": "small" }""", "p.json, field margin: it cannot be read as what it should be")]
    public void Says_what_is_wrong_and_where(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<PolicyFormatException>(() => PolicyFile.Parse(json, "p.json")).Message);

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var json = string.Concat(Enumerable.Repeat("""{"kind":"mix","shares":[{"weight":1,"policy":""", 20)) + "\"a\""
            + string.Concat(Enumerable.Repeat("}]}", 20));

        Assert.Contains("policies nest at most 8 deep",
            Assert.Throws<PolicyFormatException>(() => PolicyFile.Parse($$"""{"schema":1,"policy":{{json}}}""", "p.json")).Message);
    }

    [Fact]
    public void What_only_an_evaluator_knows_makes_an_upper_bound()
    {
        var nested = new FailoverPolicy([new SinglePolicy("a"),
            new ClassPolicy(RequestFeature.Difficulty, new Dictionary<string, RoutingPolicy>(), new SinglePolicy("b"))]);

        Assert.Equal("it looks at 'difficulty', which nobody knows when the request is made", nested.UpperBoundReason);
        Assert.Null(new ClassPolicy("caller:difficulty", new Dictionary<string, RoutingPolicy>(), new SinglePolicy("b")).UpperBoundReason);
        Assert.NotNull(new CascadePolicy([new CascadeStage(nested, [new Verifier(VerifierKind.HiddenTests)]),
            new CascadeStage(new SinglePolicy("c"), [])]).UpperBoundReason);
        Assert.Null(new CascadePolicy([new CascadeStage(new SinglePolicy("a"), [new Verifier(VerifierKind.Build)]),
            new CascadeStage(new SinglePolicy("c"), [])]).UpperBoundReason);
    }

    [Fact]
    public void A_mix_draws_by_weight()
    {
        var mix = new MixPolicy([new MixShare(new SinglePolicy("a"), 3), new MixShare(new SinglePolicy("b"), 1)]);

        Assert.Equal(["a", "a", "a", "b"], new[] { 0, 0.5, 0.7499, 0.75 }.Select(uniform => mix.For(uniform).ToString()));
    }

    private static Gen<RoutingPolicy> Policies { get; } = Nested(2);

    private static Gen<RoutingPolicy> Nested(int depth)
    {
        var single = Gen.OneOfConst("a", "b", "vendor/c", "d \"quoted\" \u202e").Select(RoutingPolicy (model) => new SinglePolicy(model));
        if (depth == 0)
        {
            return single;
        }

        var part = Nested(depth - 1);
        var verifier = Gen.OneOfConst(
            new Verifier(VerifierKind.PublicTests), new Verifier(VerifierKind.SelfConsistency) { Samples = 5, Agreement = 0.6 },
                new Verifier(VerifierKind.Effort) { Column = EffortColumn.CostUsd, Max = 0.0000123 },
            new Verifier(VerifierKind.Webhook) { Url = new Uri("https://verify.example.com/v"), Runs = VerifierKind.PublicTests });
        return Gen.OneOf(
            single,
            Gen.Select(Gen.OneOfConst(RequestFeature.Class, "caller:team"), Gen.Dictionary(Gen.OneOfConst("x", "y", ""), part)[0, 3], part,
                RoutingPolicy (feature, rules, other) => new ClassPolicy(feature, rules, other)),
            Gen.Select(Gen.Double[0, 1], part, part,
                RoutingPolicy (limit, strong, weak) => new ThresholdPolicy("caller:score", limit, strong, weak)),
            Gen.Select(part, verifier.Array[1, 2], part,
                RoutingPolicy (first, verify, last) => new CascadePolicy([new CascadeStage(first, verify), new CascadeStage(last, [])])),
            Gen.Select(part.Array[2, 3], Gen.Int[0, 3], Gen.Bool,
                RoutingPolicy (parts, retries, connect) =>
                new FailoverPolicy(parts) { Retries = retries, OnConnect = connect, OnStatuses = [429, 503] }),
            Gen.Select(part, part, Gen.Int[0, 5000],
                RoutingPolicy (primary, backup, delay) => new HedgePolicy(primary, backup, TimeSpan.FromMilliseconds(delay))),
            Gen.Select(part.Array[1, 3], Gen.Double[0.01, 10],
                RoutingPolicy (parts, weight) => new MixPolicy([.. parts.Select(one => new MixShare(one, weight))])));
    }
}
