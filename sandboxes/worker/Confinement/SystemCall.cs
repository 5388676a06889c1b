using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Worker.Confinement;

/// <summary>A system call by its numbers on x86-64 and arm64.</summary>
internal readonly struct SystemCall(ushort x64, ushort arm)
{
    public static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public ushort Number => IsArm ? arm : x64;
}
