using BenchmarkDotNet.Running;
using Eval.Benchmarks.Agents;
using Eval.Benchmarks.FanOut;
using Eval.Benchmarks.Month;
using Eval.Benchmarks.Mutation;
using Eval.Benchmarks.Replies;
using Eval.Benchmarks.Routing;
using Eval.Benchmarks.Sandbox;
using Eval.Benchmarks.Serving;
using Eval.Benchmarks.Start;
using Eval.Benchmarks.Statistics;
using Eval.Benchmarks.Streaming;
using Eval.Benchmarks.Structure;

namespace Eval.Benchmarks;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var rest = args.Skip(1).ToArray();
        switch (args.FirstOrDefault())
        {
            case "agents":
                return await AgentBenchmark.RunAsync(rest);
            case "fan-out":
                return await FanOutBenchmark.RunAsync(rest);
            case "fan-out-server":
                return await FixedDelayServer.RunAsync(rest);
            case "ttft":
                return await TtftBenchmark.RunAsync(rest);
            case "ttft-server":
                return await KnownDelayServer.RunAsync(rest);
            case "predictions":
                return await PredictionBenchmark.RunAsync(rest);
            case "proxy":
                return await ProxyBenchmark.RunAsync(rest);
            case "replies":
                return await ReplyBenchmark.RunAsync(rest);
            case "sandbox-cpu":
                return await SandboxBenchmark.RunAsync(rest);
            case "asserting-cpu":
                return await AssertingBenchmark.RunAsync(rest);
            case "sandbox-memory":
                return await SandboxBenchmark.MemoryAsync(rest);
            case "containers":
                return await ContainerBenchmark.RunAsync(rest);
            case "load-test":
                return await LoadBenchmark.RunAsync(rest);
            case "start":
                return await StartBenchmark.RunAsync(rest);
            case "grade":
                return await GradeBenchmark.RunAsync(rest);
            case "growth":
                return await GrowthBenchmark.RunAsync(rest);
            case "growth-part":
                return await GrowthBenchmark.PartAsync(rest);
            case "large-run":
                return await LargeRunBenchmark.RunAsync(rest);
            case "large-summary":
                return await LargeSummaryBenchmark.RunAsync(rest);
            case "large-summary-part":
                return await LargeSummaryBenchmark.PartAsync(rest);
            case "month":
                return await MonthBenchmark.RunAsync(rest);
            case "mutation":
                return await StatisticsMutation.RunAsync(rest);
            case "structure":
                return StructureCommand.Run(rest);
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
                return 0;
        }
    }
}
