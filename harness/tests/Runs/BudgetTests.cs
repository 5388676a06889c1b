using CsCheck;
using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Runs;
using Eval.Reports.Records;

namespace Eval.Harness.Tests.Runs;

public sealed class BudgetTests
{
    private static readonly FunctionTask Task = new()
    {
        Id = "t",
        Dataset = "d",
        Class = "completion",
        Language = "csharp",
        Prompt = "Add two numbers.",
        Tests = new CallTests { Cases = [] },
    };

    [Fact]
    public void No_order_of_starts_and_ends_takes_a_run_past_its_limit() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[0, 1000].Array[1, 60]).Sample((limitCents, moves) =>
        {
            var limit = limitCents / 100m;
            var budget = new Budget(limit, alreadySpentUsd: 0);
            var open = new Queue<decimal>();
            var worst = 0m;
            foreach (var move in moves)
            {
                // Even moves start a call, odd ones end the oldest at a share of what was set aside for it.
                if (move % 2 == 0 && budget.TryReserve(Planned(price: 10)) is { } reserved)
                {
                    open.Enqueue(reserved);
                }
                else if (move % 2 == 1 && open.TryDequeue(out var oldest))
                {
                    budget.Book(Planned(price: 10), oldest, oldest * (move / 1000m));
                }

                worst = Math.Max(worst, budget.SpentUsd + open.Sum());
            }

            return worst <= limit;
        });

    [Fact]
    public void What_does_not_fit_is_told_with_its_model_and_price()
    {
        var budget = new Budget(0.001m, alreadySpentUsd: 0);

        Assert.Null(budget.TryReserve(Planned(price: 10)));
        Assert.Equal("dear", budget.Refused!.Value.Model);
        Assert.True(budget.Refused.Value.Usd > 0.001m);
    }

    [Fact]
    public void What_was_spent_before_counts()
    {
        Assert.NotNull(new Budget(1, alreadySpentUsd: 0.5m).TryReserve(Planned(price: 10)));
        Assert.Null(new Budget(1, alreadySpentUsd: 0.999m).TryReserve(Planned(price: 10)));
    }

    [Fact]
    public void A_model_without_a_price_is_asked_because_nothing_is_known_of_it() =>
        Assert.Equal(0, new Budget(0.0001m, alreadySpentUsd: 0).TryReserve(Planned(price: null)));

    [Fact]
    public void What_an_endpoint_bills_counts_and_bounds_the_next_call_of_a_model_without_a_price()
    {
        var budget = new Budget(1, alreadySpentUsd: 0);
        var spent = Budget.Spent(new AskedAttempt(Answered(new Usage { ProviderReportedCostUsd = 0.5m }, costUsd: null), NeedsJudging: true));
        budget.Book(Planned(price: null), reservedUsd: 0, spent);

        Assert.Equal((0.5m, 0.5m), (spent, budget.SpentUsd));
        Assert.Null(budget.TryReserve(Planned(price: null)));

        // More than our price says: the bill counts. Less: our price does.
        Assert.Equal(0.5m, Budget.Spent(new AskedAttempt(Answered(new Usage { ProviderReportedCostUsd = 0.5m }, costUsd: 0.1m), NeedsJudging: true)));
        Assert.Equal(0.7m, Budget.Spent(new AskedAttempt(Answered(new Usage { ProviderReportedCostUsd = 0.5m }, costUsd: 0.7m), NeedsJudging: true)));
        Assert.Equal(0, Budget.Spent(new AskedAttempt(Answered(new Usage(), costUsd: 0.7m) with { IsCached = true }, NeedsJudging: true)));
        Assert.Null(Budget.Spent(new AskedAttempt(Answered(new Usage(), costUsd: null), NeedsJudging: true)));
    }

    [Fact]
    public void A_budget_that_cannot_hold_says_so()
    {
        Assert.Null(Budget.Caveat([Planned(price: 10).Model]));
        Assert.StartsWith("--budget-usd cannot hold for dear: endpoints of this machine", Budget.Caveat([Planned(price: null).Model]), StringComparison.Ordinal);
        Assert.StartsWith(
            "--budget-usd cannot hold for dear: no price is known, so only what the endpoint bills",
            Budget.Caveat([Planned(price: null).Model with { Provider = new ProviderSpec { Name = "p", BaseUrl = new Uri("https://p.example") } }]),
            StringComparison.Ordinal);
    }

    private static Attempt Answered(Usage usage, decimal? costUsd) => new()
    {
        RunId = "r", Key = new AttemptKey("d", "t", "dear", 0), Class = "completion", Language = "csharp", Provider = "p", Verdict = Verdict.Passed, Usage = usage, CostUsd = costUsd,
    };

    private static PlannedAttempt Planned(decimal? price) => new(
        Task,
        new ModelSpec
        {
            Name = "dear",
            RequestedModel = "dear",
            Provider = new ProviderSpec { Name = "p", BaseUrl = new Uri("http://localhost") },
            MaxOutputTokens = 1000,
            Price = price is { } usd ? new Price { InputUsdPerMillionTokens = usd, OutputUsdPerMillionTokens = usd } : null,
        },
        0);
}
