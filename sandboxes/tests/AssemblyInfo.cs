using Xunit.Sdk;
using Xunit.v3;

// Most tests wait for an engine, or for a time to be used up.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 4)]
