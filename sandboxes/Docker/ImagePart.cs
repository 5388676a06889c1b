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
    private const string DotnetSdk = "dotnet-sdk";
    private const string Node = "node";
    private const string Worker = "worker";

    public static IReadOnlyList<string> Names { get; } = [Dotnet, DotnetSdk, Node, Worker];

    public static ImagePart? Find(string name) => name switch
    {
        Dotnet => OfDotnet(),
        DotnetSdk => OfDotnetSdk(),
        Node => FromFolder(Node, Path.Combine(AppContext.BaseDirectory, "images", Node)),
        Worker => FromFolder(Worker, Path.Combine(AppContext.BaseDirectory, Worker)),
        _ => null,
    };

    private static ImagePart OfDotnet()
    {
        var runtime = Path.GetDirectoryName(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "x"))!;
        var version = Path.GetFileName(runtime);
        var root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        var program = Path.Combine(root, Dotnet);
        var host = Path.Combine(root, "host", "fxr", version);
        IEnumerable<(string, string)> Below(string folder) =>
            Directory.Exists(folder) ? LanguageFolder.Below(folder, Path.Combine(Dotnet, Path.GetRelativePath(root, folder))) : [];
        return new ImagePart(
            Dotnet,
            $"{version} {RuntimeInformation.RuntimeIdentifier}",
            File.Exists(program) ? [($"{Dotnet}/{Dotnet}", program), .. Below(host), .. Below(runtime)] : []);
    }

    /// <summary>The newest SDK of the runtime's own version, with what a build needs.</summary>
    private static ImagePart OfDotnetSdk()
    {
        var runtime = Path.GetDirectoryName(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "x"))!;
        var version = Path.GetFileName(runtime);
        var root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        var sdks = Path.Combine(root, "sdk");
        var sdk = Directory.Exists(sdks)
            ? Directory.EnumerateDirectories(sdks, $"{version.Split('.')[0]}.*")
            .MaxBy(folder => System.Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var number)
                ? number : new System.Version())
            : null;
        string[] folders = sdk is null ? []
            : [sdk, runtime, Path.Combine(root, "host", "fxr", version), Path.Combine(root, "packs"), Path.Combine(root, "sdk-manifests")];
        return new ImagePart(
            DotnetSdk,
            $"{Path.GetFileName(sdk)} {version} {RuntimeInformation.RuntimeIdentifier}",
            [.. folders.Where(Directory.Exists)
                .SelectMany(folder => LanguageFolder.Below(folder, Path.Combine(DotnetSdk, Path.GetRelativePath(root, folder)))),
             .. sdk is null ? [] : new[] { ($"{DotnetSdk}/{Dotnet}", Path.Combine(root, Dotnet)) }]);
    }

    private static ImagePart FromFolder(string name, string folder)
    {
        var files = Directory.Exists(folder) ? LanguageFolder.Below(folder, name).ToList() : [];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, file) in files)
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return new ImagePart(name, Convert.ToHexStringLower(hash.GetHashAndReset()), files);
    }
}
