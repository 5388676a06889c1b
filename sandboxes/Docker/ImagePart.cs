using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Eval.Sandboxes.Docker;

/// <summary>Something of this program that an image is built with.</summary>
/// <param name="Name">The folder it gets in the image's context.</param>
/// <param name="Version">What tells one from another.</param>
/// <param name="Files">Its files by their names in the context.</param>
internal sealed record ImagePart(string Name, string Version, IReadOnlyList<(string Name, string File)> Files)
{
    private const string Dotnet = "dotnet";
    private const string Worker = "worker";

    public static IReadOnlyList<string> Names { get; } = [Dotnet, Worker];

    /// <summary>Whether a file of it is a program.</summary>
    public static bool IsProgram(string name) => name == $"{Dotnet}/{Dotnet}";

    public static ImagePart? Find(string name) => name switch
    {
        Dotnet => OfDotnet(),
        Worker => OfWorker(),
        _ => null,
    };

    private static ImagePart OfDotnet()
    {
        var runtime = Path.GetDirectoryName(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "x"))!;
        var version = Path.GetFileName(runtime);
        var root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        var program = Path.Combine(root, Dotnet);
        var host = Path.Combine(root, "host", "fxr", version);
        IEnumerable<(string, string)> Below(string folder) => Directory.Exists(folder) ? LanguageFolder.Below(folder, Path.Combine(Dotnet, Path.GetRelativePath(root, folder))) : [];
        return new ImagePart(
            Dotnet,
            $"{version} {RuntimeInformation.RuntimeIdentifier}",
            File.Exists(program) ? [($"{Dotnet}/{Dotnet}", program), .. Below(host), .. Below(runtime)] : []);
    }

    private static ImagePart OfWorker()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, Worker);
        var files = Directory.Exists(folder) ? LanguageFolder.Below(folder, Worker).ToList() : [];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, file) in files)
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return new ImagePart(Worker, Convert.ToHexStringLower(hash.GetHashAndReset()), files);
    }
}
