using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Eval.Sandboxes.Docker;

/// <summary>A language that answers can be written in: a folder with a Dockerfile and a manifest.</summary>
internal sealed record LanguageFolder
{
    private const string ManifestName = "language.json";

    /// <summary>The folder beside the languages' with what runs answers of any of them.</summary>
    private const string RunnerFolder = "runner";

    private const string BaseArgument = "BASE";
    private const int TagChars = 16;
    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The language, for instance <c>python</c>.</summary>
    public required string Language { get; init; }

    /// <summary>How an answer's file is called in messages.</summary>
    public required string AnswerFile { get; init; }

    public required string Folder { get; init; }

    /// <summary>How a runner's results are read.</summary>
    public required ResultWay Results { get; init; }

    /// <summary>What harnesses and models call it beside its name.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>
    /// Finds what a source defines at its top level, by its first group that is not empty; null where nobody has written that down.
    /// </summary>
    public Regex? Definition { get; init; }

    /// <summary>What runs answers, with its version; null where the manifest does not tell.</summary>
    public string? Runtime { get; init; }

    /// <summary>Words that a program says when its memory is used up.</summary>
    public IReadOnlyList<string> OutOfMemory { get; init; } = [];

    /// <summary>
    /// What the image is built from beside its folder: <c>dotnet</c>, the runtime this program runs on, and <c>worker</c>.
    /// </summary>
    public IReadOnlyList<ImagePart> Parts { get; init; } = [];

    /// <summary>The image's name without a tag.</summary>
    public string Repository => $"{ImageStore.Prefix}{Language}";

    /// <exception cref="SandboxUnavailableException">A manifest cannot be read.</exception>
    public static IReadOnlyList<LanguageFolder> ReadAll(string imagesFolder) =>
        Directory.Exists(imagesFolder)
            ? Directory.EnumerateDirectories(imagesFolder).Where(folder => File.Exists(Path.Combine(folder, ManifestName)))
            .Order(StringComparer.Ordinal).Select(Read).ToList()
            : [];

    /// <summary>Returns what an image is tagged by: the hash of all that it is built from.</summary>
    public string Tag(string? baseImage)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(baseImage ?? ""));
        foreach (var (name, file) in Files())
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{name}\0"));
            hash.AppendData(File.ReadAllBytes(file));
        }

        foreach (var part in Parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{part.Name}\0{part.Version}"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..TagChars];
    }

    /// <summary>Returns how its image is built.</summary>
    public ImageRecipe Recipe(string? baseImage) => new()
    {
        Name = $"{Repository}:{Tag(baseImage)}",
        Purpose = Language,
        Source = Folder,
        Arguments = baseImage is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [BaseArgument] = baseImage },
        Context = _ => Task.FromResult(BuildContext.Create(Files().Concat(Parts.SelectMany(part => part.Files)))),
    };

    /// <summary>The folder's own files and those that run answers, by their names in the image's context.</summary>
    public IEnumerable<(string Name, string File)> Files()
    {
        var runner = Path.Combine(Path.GetDirectoryName(Folder)!, RunnerFolder);
        return Below(Folder, "").Concat(Directory.Exists(runner) ? Below(runner, RunnerFolder) : []);
    }

    internal static IEnumerable<(string Name, string File)> Below(string folder, string name) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Path.Combine(name, Path.GetRelativePath(folder, file)), file));

    private static LanguageFolder Read(string folder)
    {
        var file = Path.Combine(folder, ManifestName);
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(file), Format) ?? throw new JsonException("it is empty");
            return new LanguageFolder
            {
                Language = manifest.Language,
                AnswerFile = manifest.AnswerFile,
                Folder = folder,
                Results = manifest.Results,
                Names = manifest.Names,
                Definition = manifest.Definition is { } pattern
                    ? new Regex(pattern, RegexOptions.Multiline | RegexOptions.CultureInvariant, PatternTime) : null,
                Runtime = manifest.Runtime,
                OutOfMemory = manifest.OutOfMemory,
                Parts = manifest.Parts.Select(part => ImagePart.Find(part)
                    ?? throw new JsonException($"parts names '{part}', but there are {string.Join(", ", ImagePart.Names)}")).ToList(),
            };
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new SandboxUnavailableException($"{file} is not a manifest: {e.Message}", e);
        }
    }

    /// <summary>The manifest as it is written; what only the image's runner reads is not looked at here.</summary>
    private sealed record Manifest
    {
        public required string Language { get; init; }

        public required string AnswerFile { get; init; }

        public required ResultWay Results { get; init; }

        public string[] Names { get; init; } = [];

        public string? Definition { get; init; }

        public string? Runtime { get; init; }

        public string[] OutOfMemory { get; init; } = [];

        public string[] Parts { get; init; } = [];
    }
}
