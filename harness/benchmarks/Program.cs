using BenchmarkDotNet.Running;
using Eval.Benchmarks.FanOut;
using Eval.Benchmarks.Statistics;

namespace Eval.Benchmarks;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var rest = args.Skip(1).ToArray();
        switch (args.FirstOrDefault())
        {
            case "fan-out":
                return await FanOutBenchmark.RunAsync(rest);
            case "fan-out-server":
                return await FixedDelayServer.RunAsync(rest);
            case "large-run":
                return await LargeRunBenchmark.RunAsync(rest);
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
                return 0;
        }
    }
}
