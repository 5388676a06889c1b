using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Eval.Sandboxes.Docker;

/// <summary>A language that answers can be written in: a folder with a Dockerfile and a manifest.</summary>
internal sealed record LanguageFolder
{
    private const string ManifestName = "language.json";
    private const int TagLetters = 16;

    /// <summary>The language, for instance <c>python</c>.</summary>
    public required string Language { get; init; }

    /// <summary>How an answer's file is called in messages.</summary>
    public required string AnswerFile { get; init; }

    public required string Folder { get; init; }

    /// <summary>The image's name without a tag.</summary>
    public string Repository => $"{ImageStore.Prefix}{Language}";

    /// <exception cref="SandboxUnavailableException">A manifest cannot be read.</exception>
    public static IReadOnlyList<LanguageFolder> ReadAll(string imagesFolder) =>
        Directory.Exists(imagesFolder)
            ? Directory.EnumerateDirectories(imagesFolder).Where(folder => File.Exists(Path.Combine(folder, ManifestName))).Order(StringComparer.Ordinal).Select(Read).ToList()
            : [];

    /// <summary>Returns what an image is tagged by: the hash of all that it is built from.</summary>
    public string Tag(string? baseImage)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(baseImage ?? ""));
        foreach (var file in Files())
        {
            hash.AppendData(Encoding.UTF8.GetBytes("\0" + Path.GetRelativePath(Folder, file) + "\0"));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..TagLetters];
    }

    public IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static LanguageFolder Read(string folder)
    {
        var file = Path.Combine(folder, ManifestName);
        try
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(file));
            string Text(string name) => manifest.RootElement.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text
                ? text
                : throw new SandboxUnavailableException($"{file}: the field '{name}' is missing; name it as the other languages do.");
            return new LanguageFolder { Language = Text("language"), AnswerFile = Text("answerFile"), Folder = folder };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SandboxUnavailableException($"{file} is not a manifest: {e.Message}", e);
        }
    }
}
