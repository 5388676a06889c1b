using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Worker.Confinement;

/// <summary>A step of a classic BPF program, as the system takes it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct FilterInstruction(ushort code, uint operand, byte whenTrue = 0, byte whenFalse = 0)
{
    public readonly ushort Code = code;
    public readonly byte WhenTrue = whenTrue;
    public readonly byte WhenFalse = whenFalse;
    public readonly uint Operand = operand;
}
