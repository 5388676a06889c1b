namespace Stepwell.Tests;

public class WorkflowTests
{
    private readonly List<string> _log = [];

    private Func<WorkflowContext, Task> Log(string text) => _ =>
    {
        _log.Add(text);
        return Task.CompletedTask;
    };

    [Fact]
    public async Task ActionsRunInOrder()
    {
        var instance = new WorkflowInstance(new WorkflowBuilder("a")
            .State("a", s => s.OnExit(Log("exit a")).On("go", t => t.To("b").Do(Log("go"))))
            .State("b", s => s.OnEntry(Log("enter b")))
            .Build());
        Assert.True(await instance.SendAsync("go"));
        Assert.Equal(["exit a", "go", "enter b"], _log);
        Assert.Equal("b", instance.State);
        Assert.True(instance.IsFinished);
    }

    [Fact]
    public async Task GuardsChooseTheTransition()
    {
        var instance = new WorkflowInstance(new WorkflowBuilder("a")
            .State("a", s => s
                .On("go", t => t.To("b").When(c => c.Get<int>("n") > 1))
                .On("go", t => t.To("c").When(c => c.CurrentEvent!.Payload is "force")))
            .State("b")
            .State("c")
            .Build());
        Assert.False(await instance.SendAsync("go"));
        Assert.Equal(TransitionOutcome.Rejected, instance.History.Entries[0].Outcome);
        Assert.True(await instance.SendAsync("go", "force"));
        Assert.Equal("c", instance.State);
    }

    [Fact]
    public async Task RaisedEventsAreProcessedInOrder()
    {
        var instance = new WorkflowInstance(new WorkflowBuilder("a")
            .State("a", s => s.On("go", t => t.To("b").Do(c =>
            {
                c.Raise("one");
                c.Raise("two");
            })))
            .State("b", s => s.On("one", t => t.Do(Log("one"))).On("two", t => t.To("c").Do(Log("two"))))
            .State("c")
            .Build());
        await instance.SendAsync("go");
        Assert.Equal(["one", "two"], _log);
        Assert.Equal("c", instance.State);
        Assert.Empty(instance.PendingEvents);
    }

    [Fact]
    public async Task CompensationsRunInReverseOrder()
    {
        var instance = new WorkflowInstance(new WorkflowBuilder("a")
            .State("a", s => s.On("go", t => t.To("b").Do(c =>
            {
                c.Compensate("first", Log("undo first"));
                c.Compensate("second", _ => throw new InvalidOperationException("stuck"));
                c.Compensate("third", Log("undo third"));
                throw new IOException("broken");
            })))
            .State("b")
            .Build());
        TransitionFailedException e = await Assert.ThrowsAsync<TransitionFailedException>(() => instance.SendAsync("go"));
        Assert.IsType<IOException>(e.InnerException);
        Assert.Single(e.CompensationErrors);
        Assert.Equal(["undo third", "undo first"], _log);
        Assert.Equal("a", instance.State);
        Assert.Equal(TransitionOutcome.RolledBack, Assert.Single(instance.History.Entries).Outcome);
    }

    [Fact]
    public async Task CompensationsOfCompletedTransitionsAreForgotten()
    {
        var instance = new WorkflowInstance(new WorkflowBuilder("a")
            .State("a", s => s
                .On("ok", t => t.Do(c => c.Compensate("x", Log("undo"))))
                .On("fail", t => t.Do((Action<WorkflowContext>)(_ => throw new IOException()))))
            .Build());
        await instance.SendAsync("ok");
        await Assert.ThrowsAsync<TransitionFailedException>(() => instance.SendAsync("fail"));
        Assert.Empty(_log);
    }

    [Fact]
    public async Task PreviousStateIsFoundInTheHistory()
    {
        var instance = new WorkflowInstance(new WorkflowBuilder("a")
            .State("a", s => s.On("next", t => t.To("b")).On("back", t => t.ToPrevious()))
            .State("b", s => s.On("stay", t => t.Do(Log("stay"))).On("back", t => t.ToPrevious()))
            .Build());
        Assert.False(await instance.SendAsync("back"));
        await instance.SendAsync("next");
        await instance.SendAsync("stay");
        await instance.SendAsync("unknown");
        Assert.True(await instance.SendAsync("back"));
        Assert.Equal("a", instance.State);
        Assert.Equal("b", instance.History.PreviousState);
    }

    [Fact]
    public async Task EntryActionsSeeTheVisitThatBegins()
    {
        var counts = new List<int>();
        var instance = new WorkflowInstance(new WorkflowBuilder("a")
            .State("a", s => s.On("go", t => t.To("b")))
            .State("b", s => s
                .OnEntry(c =>
                {
                    counts.Add(c.History.VisitCount("b"));
                    return Task.CompletedTask;
                })
                .On("back", t => t.To("a")))
            .Build());
        await instance.SendAsync("go");
        await instance.SendAsync("back");
        await instance.SendAsync("go");
        Assert.Equal([1, 2], counts);
    }

    [Fact]
    public void UndefinedTargetIsReported()
    {
        Assert.Throws<WorkflowDefinitionException>(
            () => new WorkflowBuilder("a").State("a", s => s.On("go", t => t.To("b"))).Build());
    }
}
