namespace Eval.Sandboxes;

/// <summary>What a process had of the processor.</summary>
/// <param name="CpuTime">The processor time it used.</param>
/// <param name="Waited">The longest that one of its threads was ready to run and had no processor.</param>
internal readonly record struct ProcessorUse(TimeSpan CpuTime, TimeSpan Waited);
