namespace Stepwell.Tests;

public class RollbackTests
{
    private readonly List<string> _log = [];

    /// <summary>
    /// An order that is paid: "pay" leads from cart to paid and fails when its payload says so; "note" is only logged.
    /// </summary>
    private WorkflowInstance CreateOrder(Func<WorkflowContext, Task>? compensation = null) => new(
        new WorkflowBuilder("start")
            .State("start", s => s.On("open", t => t.To("cart").Do(c => c.Set("items", 1))))
            .State("cart", s => s
                .OnExit(c =>
                {
                    c.Set("left", true);
                    c.Raise("note", "exit");
                    return Task.CompletedTask;
                })
                .On("note", t => t.Do(c => _log.Add($"cart:{c.CurrentEvent!.Payload}")))
                .On("pay", t => t.To("paid").Do(c =>
                {
                    c.Set("reservation", "R1");
                    c.Set("items", 2);
                    c.Remove("coupon");
                    c.Raise("note", "action");
                    c.Compensate("release", compensation ?? (x =>
                    {
                        _log.Add($"release {x.Get<string>("reservation")}");
                        return Task.CompletedTask;
                    }));
                }))
                .On("back", t => t.ToPrevious()))
            .State("paid", s => s
                .OnEntry(c => c.CurrentEvent!.Payload switch
                {
                    "fail" => throw new IOException("no connection"),
                    CancellationTokenSource source => CancelAsync(source, c),
                    _ => Task.CompletedTask,
                })
                .On("note", t => t.Do(c => _log.Add($"paid:{c.CurrentEvent!.Payload}")))
                .On("reopen", t => t.To("cart")))
            .Build());

    private static Task CancelAsync(CancellationTokenSource source, WorkflowContext context)
    {
        source.Cancel();
        context.CancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    private static async Task FailAsync(WorkflowInstance order) =>
        await Assert.ThrowsAsync<TransitionFailedException>(() => order.SendAsync("pay", "fail"));

    [Fact]
    public async Task VariablesAreAsBefore()
    {
        WorkflowInstance order = CreateOrder();
        await order.SendAsync("open");
        order.Context.Set("coupon", "C");
        await FailAsync(order);
        Assert.Equal(["coupon", "items"], order.Context.VariableNames);
        Assert.Equal(1, order.Context.Get<int>("items"));
        Assert.Equal("C", order.Context.Get<string>("coupon"));
    }

    [Fact]
    public async Task CompensationsStillSeeTheVariablesOfTheFailedTransition()
    {
        WorkflowInstance order = CreateOrder(c =>
        {
            _log.Add($"release {c.Get<string>("reservation")} of {c.Get<int>("items")}");
            c.Set("released", true);
            return Task.CompletedTask;
        });
        await order.SendAsync("open");
        await FailAsync(order);
        Assert.Equal(["release R1 of 2"], _log);
        Assert.Equal(["items"], order.Context.VariableNames);
    }

    [Fact]
    public async Task RaisedEventsAreDropped()
    {
        WorkflowInstance order = CreateOrder();
        await order.SendAsync("open");
        await FailAsync(order);
        Assert.Empty(order.PendingEvents);
        await order.SendAsync("note", "mine");
        Assert.Equal(["release R1", "cart:mine"], _log);
    }

    [Fact]
    public async Task EventsRaisedByCompensationsAreKept()
    {
        WorkflowInstance order = CreateOrder(c =>
        {
            c.Raise("note", "undone");
            return Task.CompletedTask;
        });
        await order.SendAsync("open");
        await FailAsync(order);
        Assert.Equal(["undone"], order.PendingEvents.Select(e => e.Payload));
        await order.ProcessPendingAsync();
        Assert.Equal(["cart:undone"], _log);
    }

    [Fact]
    public async Task FailedAttemptIsNoVisit()
    {
        WorkflowInstance order = CreateOrder();
        await order.SendAsync("open");
        await FailAsync(order);
        Assert.Equal(0, order.History.VisitCount("paid"));
        await order.SendAsync("pay");
        Assert.Equal(1, order.History.VisitCount("paid"));
        Assert.Equal(
            [TransitionOutcome.Completed, TransitionOutcome.RolledBack, TransitionOutcome.Completed],
            order.History.Entries.Take(3).Select(e => e.Outcome));
    }

    [Fact]
    public async Task PreviousStateIsNotChangedByAFailedAttempt()
    {
        WorkflowInstance order = CreateOrder();
        await order.SendAsync("open");
        await FailAsync(order);
        Assert.Equal("start", order.History.PreviousState);
        Assert.True(await order.SendAsync("back"));
        Assert.Equal("start", order.State);
    }

    [Fact]
    public async Task EverythingIsTakenBackWhenACompensationFails()
    {
        WorkflowInstance order = CreateOrder(_ => throw new InvalidOperationException("stuck"));
        await order.SendAsync("open");
        TransitionFailedException e =
            await Assert.ThrowsAsync<TransitionFailedException>(() => order.SendAsync("pay", "fail"));
        Assert.Single(e.CompensationErrors);
        Assert.Equal(["items"], order.Context.VariableNames);
        Assert.Empty(order.PendingEvents);
    }

    [Fact]
    public async Task CancelledTransitionIsTakenBack()
    {
        var wasCancelled = new List<bool>();
        WorkflowInstance order = CreateOrder(c =>
        {
            wasCancelled.Add(c.CancellationToken.IsCancellationRequested);
            return Task.CompletedTask;
        });
        await order.SendAsync("open");
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => order.SendAsync("pay", source, source.Token));
        Assert.Equal([false], wasCancelled);
        Assert.Equal("cart", order.State);
        Assert.Equal(["items"], order.Context.VariableNames);
        Assert.Empty(order.PendingEvents);
        Assert.Equal(TransitionOutcome.RolledBack, order.History.Entries[^1].Outcome);
        Assert.Equal("start", order.History.PreviousState);
    }

    [Fact]
    public async Task OnlyTheFailedTransitionIsTakenBack()
    {
        var instance = new WorkflowInstance(new WorkflowBuilder("a")
            .State("a", s => s.On("go", t => t.To("b").Do(c =>
            {
                c.Set("kept", 1);
                c.Raise("fail");
                c.Raise("later");
            })))
            .State("b", s => s
                .On("fail", t => t.Do((Action<WorkflowContext>)(c =>
                {
                    c.Set("kept", 2);
                    c.Raise("never");
                    throw new IOException();
                })))
                .On("later", t => t.To("c")))
            .State("c")
            .Build());
        await Assert.ThrowsAsync<TransitionFailedException>(() => instance.SendAsync("go"));
        Assert.Equal("b", instance.State);
        Assert.Equal(1, instance.Context.Get<int>("kept"));
        Assert.Equal(["later"], instance.PendingEvents.Select(e => e.Name));
        await instance.ProcessPendingAsync();
        Assert.Equal("c", instance.State);
    }

    [Fact]
    public async Task CompletedTransitionKeepsItsEffects()
    {
        WorkflowInstance order = CreateOrder();
        await order.SendAsync("open");
        await order.SendAsync("pay");
        Assert.Equal(["items", "left", "reservation"], order.Context.VariableNames);
        Assert.Equal(["paid:exit", "paid:action"], _log);
        Assert.Equal("cart", order.History.PreviousState);
    }

    [Fact]
    public async Task StateCanBeLeftAndEnteredAgain()
    {
        WorkflowInstance order = CreateOrder();
        await order.SendAsync("open");
        await order.SendAsync("pay");
        await order.SendAsync("reopen");
        Assert.Equal("paid", order.History.PreviousState);
        Assert.Equal(2, order.History.VisitCount("cart"));
    }
}
