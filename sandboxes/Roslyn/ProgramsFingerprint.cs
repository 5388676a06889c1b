using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Eval.Sandboxes.Roslyn;

/// <summary>Tells builds of the sandbox's own programs apart.</summary>
internal static class ProgramsFingerprint
{
    private static readonly string[] Programs = ["worker/Eval.Sandboxes.Worker.dll", "compiler/Eval.Sandboxes.Compiler.dll",
        "compiler/Eval.Sandboxes.Compiler.deps.json"];

    public static string Create(string programsFolder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Programs.Select(program => Path.Combine(programsFolder, program)).Where(File.Exists))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return $"{RuntimeInformation.FrameworkDescription} {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
