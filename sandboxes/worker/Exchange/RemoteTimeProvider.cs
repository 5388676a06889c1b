using Eval.Checking;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A clock of the other side.</summary>
internal sealed class RemoteTimeProvider : TimeProvider, IRemote
{
    public Handle? Handle { get; set; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => Get<long>("get_TimestampFrequency", [], []);

    public override DateTimeOffset GetUtcNow() => Get<DateTimeOffset>("GetUtcNow", [], []);

    public override long GetTimestamp() => Get<long>("GetTimestamp", [], []);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Get<ITimer>(
        "CreateTimer", [typeof(TimerCallback), typeof(object), typeof(TimeSpan),
            typeof(TimeSpan)], [new TimerCallback(_ => callback(state)), null, dueTime, period]);

    private T Get<T>(string name, Type[] types, object?[] arguments) =>
        (T)Caller.Call(Handle!.Peer, Handle.Id, typeof(TimeProvider), name, [], types, arguments, typeof(T)).Result!;
}
