using CsCheck;
using Eval.Datasets;
using Eval.Harness.Budgets;
using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Budgets;

public sealed class BudgetTests
{
    private static readonly FunctionTask Function = new()
    {
        Id = "t", Dataset = "d", Class = "completion", Language = "csharp", Prompt = "Add two numbers.",
            Tests = new CallTests { Cases = [] },
    };

    private static readonly IssueTask Issue = new()
    {
        Id = "i", Dataset = "d", Class = "issue-resolution", Language = "python", Prompt = "It must add.", Repository = "r",
            BaseCommit = "c", TestFiles = [], FailToPass = ["t"], PassToPass = [],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Whatever_calls_cost_and_however_they_overlap_nothing_is_spent_beyond_the_budget() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 4096].Array[1, 60], Gen.Int[0, 1_000_000]).Sample((limitCents, lengths, seed) =>
        {
            var limit = limitCents / 1000m;
            var budget = new Budget(limit);
            var model = new CostlyModel(Spec(), call => lengths[call % lengths.Length], seed);
            Task.WhenAll(Enumerable.Range(0, lengths.Length).Select(_ => AttemptAsync(budget, model, Function, calls: 1))).Wait(Ct);
            return model.SpentUsd <= limit && budget.SpentUsd == model.SpentUsd;
        },
        iter: 200);

    [Theory]
    [InlineData(5.0, 6)]
    [InlineData(0.012, 6)]
    [InlineData(0.006, 3)]
    [InlineData(0.004, 2)]
    public async Task Six_issues_are_worked_on_as_far_as_the_budget_goes(double usd, int whole)
    {
        // Each takes four calls and $0.0019.
        var budget = new Budget((decimal)usd, agentLimitUsd: 3);
        var model = new CostlyModel(Spec(), _ => 37);

        var ended = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AttemptAsync(budget, model, Issue, calls: 4)));

        Assert.Equal(whole, ended.Count(isWhole => isWhole));
        Assert.InRange(budget.SpentUsd, whole == 6 ? 0 : 0.9m * (decimal)usd, (decimal)usd);
        Assert.Equal(whole < 6, budget.Refused is not null);
    }

    [Fact]
    public async Task An_agent_that_takes_more_than_all_before_it_asks_for_more_and_the_others_wait()
    {
        var budget = new Budget(0.1m, agentLimitUsd: 3);
        var model = new CostlyModel(Spec(), _ => 37);

        await AttemptAsync(budget, model, Issue, calls: 1);
        var ended = await Task.WhenAll(AttemptAsync(budget, model, Issue, calls: 60), AttemptAsync(budget, model, Issue, calls: 60));

        Assert.Equal([true, true], ended);
        Assert.Null(budget.Refused);
    }

    [Fact]
    public async Task Answers_that_nothing_keeps_short_are_waited_for_before_many_more_are_asked_for()
    {
        var budget = new Budget(1);
        var model = new CostlyModel(Spec() with { Parameters = new ModelParameters { MaxTokens = null } }, _ => 12_000);

        await Task.WhenAll(Enumerable.Range(0, 41).Select(_ => AttemptAsync(budget, model, Function, calls: 1)));

        Assert.InRange(model.SpentUsd, 0.9m, 1m);
    }

    [Fact]
    public async Task A_budget_that_suffices_cuts_no_answer_that_nothing_else_keeps_short()
    {
        var budget = new Budget(0.3m);
        var model = new CostlyModel(Spec() with { Parameters = new ModelParameters { MaxTokens = null } },
            call => call % 7 == 0 ? 250 : 40);

        await Task.WhenAll(Enumerable.Range(0, 164).Select(_ => AttemptAsync(budget, model, Function, calls: 1)));

        Assert.Equal((164, 0, true), (model.Calls, model.Cut, budget.Refused is null));
    }

    [Fact]
    public async Task A_model_whose_answers_nothing_keeps_short_gets_its_share_beside_one_that_has_a_limit()
    {
        var budget = new Budget(0.14m);
        var limited = new CostlyModel(Spec() with { Name = "limited", Parameters = new ModelParameters { MaxTokens = 500 } }, _ => 300, 1);
        var unlimited = new CostlyModel(Spec() with { Parameters = new ModelParameters { MaxTokens = null } }, _ => 300, 2);

        await Task.WhenAll(Enumerable.Range(0, 80).Select(i => AttemptAsync(budget, i % 2 == 0 ? limited : unlimited, Function, calls: 1)));

        Assert.InRange(limited.SpentUsd + unlimited.SpentUsd, 0.126m, 0.14m);
        // Of some 45. Which of them are asked before the first answers tell what they cost is up to the threads: 8 to 32 in 6,000 runs.
        Assert.InRange(unlimited.Calls, 6, 39);
    }

    [Fact]
    public async Task Prompts_far_longer_than_estimated_are_found_out_by_the_first_calls()
    {
        var budget = new Budget(0.5m);
        var model = new CostlyModel(Spec() with { Parameters = new ModelParameters { MaxTokens = 100 },
            Price = new Price { InputUsdPerMillionTokens = 10, OutputUsdPerMillionTokens = 1 } }, _ => 10) { InputTokens = 6000 };

        await Task.WhenAll(Enumerable.Range(0, 164).Select(_ => AttemptAsync(budget, model, Function, calls: 1)));

        Assert.InRange(model.SpentUsd, 0.4m, 0.5m);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_free_is_asked_whatever_has_been_spent(bool isAgent)
    {
        var budget = new Budget(1, alreadySpentUsd: 2, agentLimitUsd: 3);
        var free = new CostlyModel(Spec() with { Name = "free",
            Price = new Price { InputUsdPerMillionTokens = 0, OutputUsdPerMillionTokens = 0 } }, _ => 100);

        Assert.False(await AttemptAsync(budget, new CostlyModel(Spec(), _ => 1), isAgent ? Issue : Function, calls: 1));
        var ended = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(_ => AttemptAsync(budget, free, isAgent ? Issue : Function, calls: 2)));

        Assert.DoesNotContain(false, ended);
    }

    [Fact]
    public async Task What_an_endpoint_reads_from_its_cache_is_not_reckoned_as_if_it_were_fresh()
    {
        var spec = Spec() with { Price = new Price { InputUsdPerMillionTokens = 2, CachedInputUsdPerMillionTokens = 0.2m,
            OutputUsdPerMillionTokens = 8 } };
        var budget = new Budget(0.15m);
        var model = new CostlyModel(spec, _ => 50) { InputTokens = 10_000, CachedTokens = 9000 };

        await Task.WhenAll(Enumerable.Range(0, 82).Select(_ => AttemptAsync(budget, model, Function, calls: 1)));

        Assert.InRange(model.SpentUsd, 0.135m, 0.15m);
    }

    [Fact]
    public async Task Who_waits_may_leave_and_the_next_one_gets_its_place()
    {
        var budget = new Budget(0.05m);
        var first = await budget.BeginAttemptAsync(Planned(Function), [], Ct);
        using var impatient = new CancellationTokenSource();
        var second = budget.BeginAttemptAsync(Planned(Function), [], impatient.Token);
        var third = budget.BeginAttemptAsync(Planned(Function), [], Ct);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);

        budget.EndCall(first, 0.001m, answer: null, null);
        budget.EndAttempt(first, isWhole: true);
        await third;
    }

    [Fact]
    public async Task What_does_not_fit_at_all_is_told_with_its_model_and_price()
    {
        var budget = new Budget(1, alreadySpentUsd: 1);

        await Assert.ThrowsAsync<BudgetEndedException>(() => budget.BeginAttemptAsync(Planned(Function), [], Ct));
        Assert.Equal("dear", budget.Refused!.Value.Model);
        Assert.Equal(0.04096m, budget.Refused.Value.Usd);
    }

    [Fact]
    public async Task A_model_without_a_price_is_asked_once_and_then_as_it_bills()
    {
        var planned = Planned(Function) with { Model = Spec() with { Price = null } };
        var budget = new Budget(1);
        var first = await budget.BeginAttemptAsync(planned, [], Ct);
        var second = budget.BeginAttemptAsync(planned, [], Ct);
        Assert.False(second.IsCompleted);

        budget.EndCall(first, 0.9m, Answer(new Usage { ProviderReportedCostUsd = 0.9m }), null);
        budget.EndAttempt(first, isWhole: true);
        await Assert.ThrowsAsync<BudgetEndedException>(() => second);

        // One that bills nothing is not held up.
        var free = new Budget(1);
        free.EndCall(await free.BeginAttemptAsync(planned, [], Ct), null, Answer(new Usage()), null);
        Assert.Equal(2, (await Task.WhenAll(free.BeginAttemptAsync(planned, [], Ct), free.BeginAttemptAsync(planned, [], Ct))).Length);
    }

    [Fact]
    public void Price_or_bill_counts_whichever_is_more_and_what_was_read_from_a_record_costs_nothing()
    {
        var priced = Spec() with { Price = new Price { InputUsdPerMillionTokens = 0, OutputUsdPerMillionTokens = 100_000 } };
        Usage Used(decimal? bill) => new() { InputTokens = 1, OutputTokens = 1, ProviderReportedCostUsd = bill };

        Assert.Equal(0.5m, PaidCost.From(priced, Answer(Used(0.5m))));
        Assert.Equal(0.1m, PaidCost.From(priced, Answer(Used(0.05m))));
        Assert.Equal(0.05m, PaidCost.From(Spec() with { Price = null }, Answer(Used(0.05m))));
        Assert.Null(PaidCost.From(Spec() with { Price = null }, Answer(Used(null))));
        Assert.Equal(0, PaidCost.From(priced, Answer(Used(0.5m)) with { IsCached = true }));
        Assert.Equal(0.2m, PaidCost.From(priced, Answer(Used(null)) with { BilledFailures = [Used(null)] }));
    }

    [Fact]
    public void A_budget_that_cannot_hold_says_so()
    {
        Assert.Null(Budget.Caveat([Spec()]));
        Assert.StartsWith("--budget-usd cannot hold for dear: endpoints of this machine", Budget.Caveat([Spec() with { Price = null }]),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "--budget-usd cannot hold for dear: no price is known, so only what the endpoint bills",
            Budget.Caveat([Spec() with { Price = null,
                Source = new EndpointSource(new ProviderSpec { Name = "p", BaseUrl = new Uri("https://p.example") }) }]),
            StringComparison.Ordinal);
    }

    /// <summary>Makes an attempt of so many calls.</summary>
    /// <returns>Whether it came to its end.</returns>
    private static async Task<bool> AttemptAsync(Budget budget, CostlyModel model, EvalTask task, int calls)
    {
        var metered = new MeteredModel(model, budget, Planned(task) with { Model = model.Spec }, () => { });
        var isWhole = false;
        try
        {
            for (var call = 0; call < calls; call++)
            {
                await metered.CompleteAsync(new ModelRequest { Messages = [new ChatMessage("user", new string('x', 400))] }, Ct);
            }

            isWhole = true;
        }
        catch (BudgetEndedException)
        {
            // That is what is asked about.
        }

        metered.End(isWhole);
        return isWhole;
    }

    private static Completion Answer(Usage usage) =>
        new() { Text = "", Usage = usage, Timing = new Timing { StartedAt = DateTimeOffset.UnixEpoch, Total = TimeSpan.FromSeconds(1) } };

    private static PlannedAttempt Planned(EvalTask task) => new(task, Spec(), 0);

    private static ModelSpec Spec() => new()
    {
        Name = "dear",
        RequestedModel = "dear",
        Source = new EndpointSource(new ProviderSpec { Name = "p", BaseUrl = new Uri("http://localhost") }),
        Parameters = new ModelParameters { MaxTokens = 4096 },
        Price = new Price { InputUsdPerMillionTokens = 1, OutputUsdPerMillionTokens = 10 },
    };
}
