using System.Reflection;

namespace Eval.Sandboxes.Worker.Driving;

/// <summary>The program that calls an answer or its tests.</summary>
internal static class Driver
{
    /// <summary>Runs an assembly that the compiler made, behind which the token of the method stands that runs it.</summary>
    public static unsafe void Run(Assembly assembly, byte[] image)
    {
        var token = BitConverter.ToInt32(image, image.Length - sizeof(int));
        var run = assembly.ManifestModule.ModuleHandle.GetRuntimeMethodHandleFromMetadataToken(token).GetFunctionPointer();
        ((delegate* managed<void>)run)();
    }
}
