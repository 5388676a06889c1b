using Eval.Checking;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A source of random numbers of the other side.</summary>
internal sealed class RemoteRandom : Random, IRemote
{
    public Handle? Handle { get; set; }

    public override int Next() => Get<int>("Next", [], []);

    public override int Next(int maxValue) => Get<int>("Next", [typeof(int)], [maxValue]);

    public override int Next(int minValue, int maxValue) => Get<int>("Next", [typeof(int), typeof(int)], [minValue, maxValue]);

    public override long NextInt64() => Get<long>("NextInt64", [], []);

    public override long NextInt64(long maxValue) => Get<long>("NextInt64", [typeof(long)], [maxValue]);

    public override long NextInt64(long minValue, long maxValue) =>
        Get<long>("NextInt64", [typeof(long), typeof(long)], [minValue, maxValue]);

    public override double NextDouble() => Get<double>("NextDouble", [], []);

    public override float NextSingle() => Get<float>("NextSingle", [], []);

    public override void NextBytes(byte[] buffer) =>
        Caller.Call(Handle!.Peer, Handle.Id, typeof(Random), "NextBytes", [], [typeof(byte[])], [buffer], typeof(void));

    private T Get<T>(string name, Type[] types, object?[] arguments) =>
        (T)Caller.Call(Handle!.Peer, Handle.Id, typeof(Random), name, [], types, arguments, typeof(T)).Result!;
}
