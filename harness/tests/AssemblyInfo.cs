using Eval.Harness.Tests;
using Xunit.Sdk;
using Xunit.v3;

// Most tests wait: for an endpoint, an engine, a program. Those that measure time say so (DisableParallelization).
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 4)]
[assembly: TestCollectionOrderer<LongestFirst>]
