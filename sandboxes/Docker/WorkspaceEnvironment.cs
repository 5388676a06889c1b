using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Eval.Sandboxes.Docker;

/// <summary>
/// What a repository's code and tests need to run: an image, and how its tests are run and read. A folder with a Dockerfile and a manifest,
/// or a manifest alone that names published images.
/// </summary>
public sealed record WorkspaceEnvironment
{
    /// <summary>The folder, below the one of images, that holds a folder for each environment.</summary>
    internal const string FolderName = "environments";

    private const string ManifestName = "environment.json";
    private const string DockerfileName = "Dockerfile";
    private const string PackagesFolder = "packages";
    private const int TagChars = 16;
    private static readonly JsonSerializerOptions Format =
        new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>Gets the name, which is its folder's.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the repositories it serves, as <c>owner/name</c>; empty for one that is named by tasks.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>Gets the versions it serves; empty for all.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>
    /// Gets the pattern of the name of a published image, with <c>{instance}</c>; <see langword="null"/> where a Dockerfile is built.
    /// </summary>
    public string? Image { get; init; }

    /// <summary>
    /// Gets the command that makes a fresh working copy ready, run once when its image is built; <see langword="null"/> for none.
    /// </summary>
    public string? Prepare { get; init; }

    /// <summary>
    /// Gets the command that builds code and tests, before it is decided where results go; <see langword="null"/> where running them does.
    /// </summary>
    public string? Build { get; init; }

    /// <summary>Gets the command that runs tests, with <c>{files}</c> where the test files go.</summary>
    public required string Tests { get; init; }

    /// <summary>
    /// Gets a value indicating whether test files are named as dotted labels below <c>tests/</c>, as Django's runner wants them.
    /// </summary>
    public bool NamesFilesAsLabels { get; init; }

    /// <summary>Gets how the results of the tests are read, a name that the reader of results knows.</summary>
    public required string Results { get; init; }

    /// <summary>Gets the file that holds the results; <see langword="null"/> where they are in what the tests print.</summary>
    public string? ResultsFile { get; init; }

    /// <summary>Gets what is set in the environment of commands.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the memory of a container in MiB, scratch space with it. Default: 4096.</summary>
    public int MemoryMb { get; init; } = 4096;

    internal string Folder { get; init; } = "";

    internal IReadOnlyList<ImagePart> Parts { get; init; } = [];

    /// <summary>
    /// The environment whose image its own is built on, or is where it has no Dockerfile; <see langword="null"/> for none.
    /// </summary>
    internal WorkspaceEnvironment? On { get; init; }

    /// <summary>The project whose packages are restored on this machine and put into the image.</summary>
    internal string? Packages { get; init; }

    /// <summary>Reads the environments that travel with the program.</summary>
    /// <exception cref="SandboxUnavailableException">A manifest cannot be read.</exception>
    public static IReadOnlyList<WorkspaceEnvironment> ReadAll(string imagesFolder)
    {
        var folder = Path.Combine(imagesFolder, FolderName);
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Where(each => File.Exists(Path.Combine(each, ManifestName)))
            .Order(StringComparer.Ordinal).Select(each => Read(each, isOurs: true)).ToList()
            : [];
    }

    /// <summary>Reads a task's own environment, a folder with a Dockerfile and a manifest.</summary>
    /// <exception cref="SandboxUnavailableException">There is no manifest, it cannot be read, or it would have this machine run what the
    /// task brings.</exception>
    public static WorkspaceEnvironment Read(string folder) => Read(folder, isOurs: false);

    /// <summary>Whether it is made for a version of a repository.</summary>
    public bool Serves(string repository, string? version) =>
        Repositories.Contains(repository, StringComparer.OrdinalIgnoreCase)
            && (Versions.Count == 0 || version is not null && Versions.Contains(version));

    private static WorkspaceEnvironment Read(string folder, bool isOurs)
    {
        var file = Path.Combine(folder, ManifestName);
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(file), Format) ?? throw new JsonException("it is empty");
            if (!isOurs && (manifest.Packages ?? manifest.On) is not null)
            {
                // Restoring packages runs what a project says, on this machine and not in a container.
                throw new JsonException(
                    "only an environment of the program's own has 'packages' or 'on'; a task's Dockerfile fetches what it needs itself");
            }

            return new WorkspaceEnvironment
            {
                Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)),
                Folder = folder,
                Repositories = manifest.Repositories,
                Versions = manifest.Versions,
                Image = manifest.Image,
                Prepare = manifest.Prepare,
                Build = manifest.Build,
                Tests = manifest.Tests,
                Results = manifest.Results,
                ResultsFile = manifest.ResultsFile,
                NamesFilesAsLabels = manifest.NamesFilesAsLabels,
                Variables = manifest.Variables,
                MemoryMb = manifest.MemoryMb,
                Packages = manifest.Packages,
                On = manifest.On is { } on ? Read(Path.Combine(Path.GetDirectoryName(folder)!, on), isOurs) : null,
                Parts = manifest.Parts.Select(part => ImagePart.Find(part)
                    ?? throw new JsonException($"parts names '{part}', but there are {string.Join(", ", ImagePart.Names)}")).ToList(),
            };
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new SandboxUnavailableException($"{file} is not the manifest of an environment: {e.Message}", e);
        }
    }

    internal ImageRecipe Recipe(string? baseImage)
    {
        if (On is not null && !File.Exists(Path.Combine(Folder, DockerfileName)))
        {
            return On.Recipe(baseImage);
        }

        baseImage = On?.Recipe(baseImage).Name ?? baseImage;
        var files = Files();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(baseImage ?? ""));
        foreach (var (name, file) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{name}\0"));
            hash.AppendData(File.ReadAllBytes(file));
        }

        foreach (var part in Parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{part.Name}\0{part.Version}"));
        }

        var tag = Convert.ToHexStringLower(hash.GetHashAndReset())[..TagChars];
        return new ImageRecipe
        {
            Name = $"{ImageStore.Prefix}environment-{Name.ToLowerInvariant()}:{tag}",
            Purpose = $"environment {Name}",
            Source = Folder,
            Arguments = baseImage is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["BASE"] = baseImage },
            Context = ct => PackAsync(files, ct),
        };
    }

    // The manifest says how tests are run, which does not change the image.
    private List<(string Name, string File)> Files()
    {
        var own = Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), file))
            .Where(file => file.Item1 != ManifestName).ToList();
        return own.FirstOrDefault(file => new FileInfo(file.file).LinkTarget is not null).file is { } link
            ? throw new SandboxUnavailableException(
                $"{link} is a link, which may lead anywhere on this machine; put the file itself there.")
            : own;
    }

    private async Task<Stream> PackAsync(IReadOnlyList<(string Name, string File)> files, CancellationToken ct)
    {
        if (Parts.FirstOrDefault(part => part.Files.Count == 0) is { } missing)
        {
            throw new SandboxUnavailableException($"The environment {Name} is built with {missing.Name}, which is not on this machine; "
                + $"install the .NET SDK {System.Environment.Version.Major}.");
        }

        if (Packages is null)
        {
            return BuildContext.Create(files.Concat(Parts.SelectMany(part => part.Files)));
        }

        var folder = Directory.CreateTempSubdirectory("eval-packages");
        try
        {
            await RestoreAsync(folder.FullName, ct);
            return BuildContext.Create(files.Concat(Parts.SelectMany(part => part.Files))
                .Concat(LanguageFolder.Below(Path.Combine(folder.FullName, PackagesFolder), PackagesFolder)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Fetches packages with this machine's own settings, so that neither a feed nor a key gets into the image.</summary>
    private async Task RestoreAsync(string folder, CancellationToken ct)
    {
        var project = Path.Combine(folder, Path.GetFileName(Packages!));
        File.Copy(Path.Combine(Folder, Packages!), project);
        var start = new ProcessStartInfo("dotnet",
            ["restore", project, "--packages", Path.Combine(folder, PackagesFolder), "--verbosity", "quiet"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)
            ?? throw new SandboxUnavailableException("'dotnet' cannot be started; install the .NET SDK.");
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
        {
            throw new SandboxUnavailableException(
                $"The packages of the environment {Name} could not be fetched: {(await output + await error).Trim()}");
        }
    }

    private sealed record Manifest
    {
        public string[] Repositories { get; init; } = [];

        public string[] Versions { get; init; } = [];

        public string? Image { get; init; }

        public string? On { get; init; }

        public string? Prepare { get; init; }

        public string? Build { get; init; }

        public required string Tests { get; init; }

        public required string Results { get; init; }

        public string? ResultsFile { get; init; }

        public bool NamesFilesAsLabels { get; init; }

        public Dictionary<string, string> Variables { get; init; } = [];

        public int MemoryMb { get; init; } = 4096;

        public string[] Parts { get; init; } = [];

        public string? Packages { get; init; }
    }
}
