using Eval.Harness.Models;

namespace Eval.Harness.Tests.Models;

public sealed class EndpointLimiterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_calls_are_open_than_allowed_and_the_first_to_come_is_the_first_to_go()
    {
        var limiter = EndpointLimiter.Fixed(1);
        await limiter.EnterAsync(Token);
        var second = limiter.EnterAsync(Token);
        var third = limiter.EnterAsync(Token);

        Assert.False(second.IsCompleted);
        limiter.Succeeded();
        await second;
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task It_grows_while_it_goes_well()
    {
        var limiter = new EndpointLimiter(2, 4);
        for (var i = 0; i < 5; i++)
        {
            await limiter.EnterAsync(Token);
            limiter.Succeeded();
        }

        Assert.Equal(4, limiter.Limit);
    }

    [Fact]
    public async Task It_is_cut_once_per_episode()
    {
        var limiter = new EndpointLimiter(16, 16);
        var entered = new List<long>();
        for (var i = 0; i < 8; i++)
        {
            entered.Add(await limiter.EnterAsync(Token));
        }

        entered.ForEach(limiter.Overloaded);
        Assert.Equal(8, limiter.Limit);

        limiter.Overloaded(await limiter.EnterAsync(Token));
        Assert.Equal(4, limiter.Limit);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        var limiter = EndpointLimiter.Fixed(1);
        await limiter.EnterAsync(Token);
        using var impatient = new CancellationTokenSource();
        var first = limiter.EnterAsync(impatient.Token);
        var second = limiter.EnterAsync(Token);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        limiter.Succeeded();

        await second;
    }
}
