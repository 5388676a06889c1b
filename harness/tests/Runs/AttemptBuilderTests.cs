using Eval.Datasets;
using Eval.Harness.Issues;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Replies;
using Eval.Harness.Runs;
using Eval.Harness.Scoring;
using Eval.Harness.Tests.Planning;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Runs;

public sealed class AttemptBuilderTests
{
    private static readonly RunPlan Plan = APlan.Create(1, new RunOptions(), "m");
    private static readonly PlannedAttempt First = Plan.Attempts(Plan.Models[0]).First();
    private static readonly ModelRequest Request = new()
    {
        Messages = [new ChatMessage("system", "Be brief."), new ChatMessage("user", "Add.")],
    };

    private static readonly Timing OneSecond = new() { StartedAt = APlan.Start, Total = TimeSpan.FromSeconds(1) };
    private readonly AttemptBuilder _attempts = new("r");

    [Fact]
    public void What_is_planned_knows_its_task_and_its_model_and_no_texts()
    {
        var attempt = _attempts.Planned(First);

        Assert.Equal(("r", First.Key, "completion", "csharp", "lab", Verdict.Skipped),
            (attempt.RunId, attempt.Key, attempt.Class, attempt.Language, attempt.Provider, attempt.Verdict));
        Assert.Equal(First.Task.ContentHash, attempt.TaskHash);
        Assert.Null(attempt.Texts);
        Assert.Null(attempt.RequestHash);
    }

    [Fact]
    public void What_is_asked_knows_its_prompt_and_the_hash_of_its_request()
    {
        var attempt = _attempts.Asked(First, Request);

        Assert.Equal("Be brief.\n\nAdd.", attempt.Texts!.Prompt);
        Assert.Equal(RequestHash.Compute(First.Model, Request), attempt.RequestHash);
    }

    [Theory]
    [InlineData(CompletionKind.Completion, "return `1`;", "```csharp\nreturn `1`;\n```\n")]
    [InlineData(CompletionKind.Solution, "// ```` here", "`````csharp\n// ```` here\n`````\n")]
    [InlineData(CompletionKind.Reply, "Here: ```x```", "Here: ```x```")]
    public void An_answer_from_a_file_is_a_reply_that_is_still_to_be_scored(CompletionKind kind, string text, string reply)
    {
        var attempt = _attempts.FromFile(First.Task, new StoredCompletion("other", First.Task.Id, 2, kind, text, "a.jsonl", 1));

        Assert.Equal(new AttemptKey("mini", First.Task.Id, "other", 2), attempt.Key);
        Assert.Equal((RunModel.File, Verdict.Skipped, reply), (attempt.Provider, attempt.Verdict, attempt.Texts!.Reply));
    }

    [Fact]
    public void A_reply_costs_what_it_and_all_that_was_billed_in_vain_cost()
    {
        var usage = new Usage { InputTokens = 1_000_000, OutputTokens = 100_000 };
        var completion = new Completion
        {
            Text = "answer", Reasoning = "why", FinishReason = "stop", ServedModel = "m-2", Usage = usage, Timing = OneSecond, Retries = 1,
            BilledFailures = [usage],
        };

        var attempt = AttemptBuilder.FromCompletion(_attempts.Asked(First, Request), First.Model, completion, paidBeforeUsd: 0.5m);

        Assert.Equal(4.5m, attempt.CostUsd);
        Assert.Equal(("answer", "why", "stop", "m-2", 1),
            (attempt.Texts!.Reply, attempt.Texts.Reasoning, attempt.FinishReason, attempt.ServedModel, attempt.Retries));
        Assert.Same(usage, attempt.Usage);
    }

    [Fact]
    public void What_a_reply_costs_is_unknown_where_a_price_or_tokens_are()
    {
        var completion = new Completion { Text = "answer", Usage = new Usage(), Timing = OneSecond };
        var asked = _attempts.Asked(First, Request);

        Assert.Null(AttemptBuilder.FromCompletion(asked, First.Model, completion, paidBeforeUsd: 1).CostUsd);
        Assert.Null(AttemptBuilder.FromCompletion(asked, First.Model with { Price = null }, completion).CostUsd);
    }

    [Fact]
    public void A_policys_reply_costs_what_its_calls_cost()
    {
        var path = new PolicyPath { Calls = [new PolicyCall { Model = "a", CostUsd = 1 }, new PolicyCall { Model = "b", CostUsd = 2 }] };
        var completion = new Completion { Text = "answer", Usage = new Usage(), Timing = OneSecond, Path = path };

        var attempt = AttemptBuilder.FromCompletion(_attempts.Asked(First, Request), First.Model, completion);

        Assert.Equal(3, attempt.CostUsd);
        Assert.Equal(path.ToJson(), attempt.Texts!.Calls);
    }

    [Fact]
    public void An_agents_patch_is_kept_as_a_reply_and_its_conversation_beside_it()
    {
        var result = new AgentResult
        {
            Patch = "diff --git a/x b/x", Trajectory = new Trajectory { ExitStatus = "submitted" }, Usage = new Usage { OutputTokens = 5 },
            CostUsd = 0.25m, ServedModel = "m-2", Retries = 3,
        };

        var attempt = AttemptBuilder.FromAgent(_attempts.Asked(First, Request), result);

        Assert.Equal(("submitted", 0.25m, "m-2", 3),
            (attempt.FinishReason, attempt.CostUsd, attempt.ServedModel, attempt.Retries));
        Assert.Contains("diff --git", attempt.Texts!.Reply, StringComparison.Ordinal);
        Assert.Equal("submitted", Trajectory.Parse(attempt.Texts.Trajectory)!.ExitStatus);
    }

    [Fact]
    public void A_reply_of_an_earlier_run_counts_as_cached_and_keeps_its_times()
    {
        var earlier = _attempts.Asked(First, Request) with
        {
            RunId = "before", Timing = OneSecond, CostUsd = 2, FinishReason = "stop", Verdict = Verdict.Failed, Error = "wrong",
            Texts = new AttemptTexts { Prompt = "p", Reply = "answer", Code = "code" },
        };

        var attempt = AttemptBuilder.FromEarlier(_attempts.Asked(First, Request), earlier);

        Assert.Equal(("r", true, 2m, OneSecond, "answer"),
            (attempt.RunId, attempt.IsCached, attempt.CostUsd!.Value, attempt.Timing, attempt.Texts!.Reply));
        // What became of it then is found out again.
        Assert.Equal((Verdict.Skipped, null, null), (attempt.Verdict, attempt.Error, attempt.Texts.Code));
    }

    [Fact]
    public void A_score_brings_verdict_code_and_counts()
    {
        var scored = AttemptBuilder.Scored(_attempts.Asked(First, Request), new ScoredAnswer
        {
            Verdict = Verdict.Failed, Error = "2 of 3", Code = "code", Output = "printed", TestsPassed = 1, TestsTotal = 3,
            VisibleTestsPassed = true, Choice = (AnswerRank.DeclaresEntryPoint, 2), Sandbox = "roslyn", Isolation = "process",
            Execution = TimeSpan.FromSeconds(2), Grading = new IssueGrading { Flags = ["one", "two"] },
        });

        Assert.Equal((Verdict.Failed, "2 of 3", "code", "printed"), (scored.Verdict, scored.Error, scored.Texts!.Code, scored.Texts.Output));
        Assert.Equal((1, 3, true), (scored.TestsPassed, scored.TestsTotal, scored.VisibleTestsPassed));
        Assert.Equal(("declares_entry_point", 2, "one; two"), (scored.AnswerRank, scored.AnswerCandidates, scored.PatchFlags));
        Assert.NotNull(IssueGrading.Parse(scored.Texts.Grading));
    }

    [Fact]
    public void Why_an_agent_ended_stands_behind_why_its_patch_failed()
    {
        var trajectory = new Trajectory { ExitStatus = "submitted", LeftOut = ["big.bin"] };
        var worked = AttemptBuilder.FromAgent(_attempts.Asked(First, Request),
            new AgentResult { Patch = "", Trajectory = trajectory, Usage = new Usage() });

        Assert.Equal("wrong; too large for the patch and left out: big.bin",
            AttemptBuilder.Scored(worked, new ScoredAnswer { Verdict = Verdict.Failed, Error = "wrong" }).Error);
        Assert.Null(AttemptBuilder.Scored(worked, new ScoredAnswer { Verdict = Verdict.Passed }).Error);
    }

    [Fact]
    public void What_is_measured_is_kept_beside_the_score()
    {
        var values = new Dictionary<string, double> { ["lines"] = 3 };

        Assert.Same(values, AttemptBuilder.Measured(_attempts.Planned(First), values).Metrics);
    }

    [Theory]
    [InlineData(nameof(ModelCallFailure.ContextWindow), Verdict.Failed, "context_window: no")]
    [InlineData(nameof(ModelCallFailure.ContentFilter), Verdict.Refused, "no")]
    [InlineData(nameof(ModelCallFailure.Provider), Verdict.ProviderError, "no")]
    public void A_call_that_failed_says_whose_matter_that_is(string failure, Verdict verdict, string error)
    {
        var exception = new ModelCallException(Enum.Parse<ModelCallFailure>(failure), "no") { Retries = 2 };

        var attempt = AttemptBuilder.CallFailed(_attempts.Asked(First, Request), First.Model, exception, isBegun: false);

        Assert.Equal((verdict, error, 2, 0m), (attempt.Verdict, attempt.Error, attempt.Retries, attempt.CostUsd!.Value));
    }

    [Fact]
    public void A_call_that_failed_in_the_middle_adds_to_what_was_paid_before()
    {
        var billed = new Usage { InputTokens = 1_000_000, OutputTokens = 0 };
        var known = _attempts.Asked(First, Request) with { CostUsd = 2, Retries = 1 };
        var exception = new ModelCallException(ModelCallFailure.Provider, "no") { BilledFailures = [billed], Retries = 1 };

        var attempt = AttemptBuilder.CallFailed(known, First.Model, exception, isBegun: true);

        Assert.Equal((3m, 2), (attempt.CostUsd!.Value, attempt.Retries));
        Assert.Equal(1m, AttemptBuilder.CallFailed(known with { CostUsd = null }, First.Model, exception, isBegun: false).CostUsd);
    }

    [Fact]
    public void The_calls_of_a_policy_that_failed_stand_behind_those_before()
    {
        static PolicyPath Call(string model) => new() { Calls = [new PolicyCall { Model = model, CostUsd = 1 }] };
        var asked = _attempts.Asked(First, Request);
        var known = asked with { CostUsd = 1, Texts = asked.Texts! with { Calls = Call("a").ToJson() } };

        var attempt = AttemptBuilder.CallFailed(known, First.Model,
            new ModelCallException(ModelCallFailure.Provider, "no") { Path = Call("b") }, isBegun: true);

        Assert.Equal(["a", "b"], PolicyPath.Parse(attempt.Texts!.Calls)!.Calls.Select(call => call.Model));
        Assert.Equal(2, attempt.CostUsd);
    }

    [Fact]
    public void Failures_of_the_machinery_are_no_verdict_about_a_model()
    {
        var known = _attempts.Planned(First);

        var (asking, sandbox) = (AttemptBuilder.AskingFailed(known, "odd"), AttemptBuilder.SandboxFailed(known, "gone"));

        Assert.Equal((Verdict.ProviderError, "unexpected: odd"), (asking.Verdict, asking.Error));
        Assert.Equal((Verdict.SandboxError, "gone"), (sandbox.Verdict, sandbox.Error));
        Assert.True(asking.Verdict.IsInfrastructureError() && sandbox.Verdict.IsInfrastructureError());
    }

    [Fact]
    public void What_is_left_out_keeps_its_texts_only_where_an_agent_had_begun()
    {
        var asked = _attempts.Asked(First, Request);

        var never = AttemptBuilder.LeftOut(asked, "the budget is used up");
        var begun = AttemptBuilder.LeftOut(asked with { FinishReason = Trajectory.Unfinished, CostUsd = 1 }, "interrupted", costUsd: 0.5m);

        Assert.Equal((Verdict.Skipped, "the budget is used up", null, null), (never.Verdict, never.Error, never.CostUsd, never.Texts));
        Assert.Equal((1.5m, "Be brief.\n\nAdd."), (begun.CostUsd!.Value, begun.Texts!.Prompt));
        Assert.Equal(0.5m, AttemptBuilder.LeftOut(asked, "cut", costUsd: 0.5m).CostUsd);
    }
}
