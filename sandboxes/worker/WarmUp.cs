using Eval.Runtime;
using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Worker;

/// <summary>Goes once through what every answer needs, before the worker says that it is ready: afterwards it costs the answer nothing.</summary>
internal static class WarmUp
{
    public static void Run()
    {
        var channel = new Channel(Stream.Null, new byte[Frame.NonceLength], 1 << 16);
        Checks.Open(channel);
        Checks.Value(0, () => new List<object?> { 1, 2.5, "a", null, true, new Dictionary<string, int> { ["a"] = 1 }, (1, "b") });
        Checks.That(1, true);
        _ = Console.Out;
        _ = "a,b".Split(',').Select(text => text.Length).Order().ToArray();
    }
}
