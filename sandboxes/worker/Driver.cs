using System.Reflection;

namespace Eval.Sandboxes.Worker;

/// <summary>The program that calls an answer or its tests.</summary>
internal static class Driver
{
    private const string Name = "EvalDriver";

    /// <summary>Runs the driver of an assembly.</summary>
    public static void Run(Assembly assembly) =>
        Find(assembly).GetMethod("Run", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Action>()();

    private static Type Find(Assembly assembly)
    {
        try
        {
            // Names are looked for by comparing: the framework's way reads them by a vectorized search that is compiled in each process.
            return Array.Find(assembly.GetTypes(), type => type.FullName == Name)!;
        }
        catch (ReflectionTypeLoadException)
        {
            return assembly.GetType(Name, throwOnError: true)!;
        }
    }
}
