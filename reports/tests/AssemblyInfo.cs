using Xunit.Sdk;
using Xunit.v3;

// Many wait for a browser or a process.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 4)]
