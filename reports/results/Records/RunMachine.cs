namespace Eval.Results.Records;

/// <summary>The machine a run was made on.</summary>
/// <param name="OperatingSystem">Name and version.</param>
/// <param name="Processors">The number of logical processors.</param>
/// <param name="MemoryBytes">The memory.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="ClockResolutionNanoseconds">The resolution of the monotonic clock.</param>
public sealed record RunMachine(string OperatingSystem, int Processors, long MemoryBytes, string Runtime,
    double ClockResolutionNanoseconds);
