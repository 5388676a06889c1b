using Eval.Harness.Planning;

namespace Eval.Harness.Tests.Planning;

public sealed class AskingTimeTests
{
    [Theory]
    [InlineData(0, 0, 8, 128, 0)]
    [InlineData(3, 6, 8, 128, 2)] // All at once, two seconds each.
    [InlineData(100, 100, 10, 10, 10)] // Ten rounds of ten.
    [InlineData(100, 100, 8, 128, 4)] // 8 + 16 + 32, then the other 44 at once.
    [InlineData(1000, 1000, 8, 128, 10.875)] // 8 + 16 + 32 + 64, then 880 by 128.
    [InlineData(100, 100, 8, 16, 6.75)] // 8, then 92 by 16.
    public void Rounds_of_calls_add_up(int calls, double busySeconds, int open, int max, double seconds) =>
        Assert.Equal(seconds, AskingTime.Seconds(calls, busySeconds, open, max), 1e-9);
}
