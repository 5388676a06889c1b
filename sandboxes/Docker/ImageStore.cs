using System.Formats.Tar;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Eval.Sandboxes.Docker;

/// <summary>Builds the sandboxes' images from their folders, once: an image is tagged by the hash of what it was built from.</summary>
internal sealed class ImageStore(DockerEngine engine, DockerSandboxOptions options)
{
    /// <summary>What the names of our images begin with.</summary>
    public const string Prefix = "eval-sandbox-";

    private const string BaseArgument = "BASE";
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private static readonly TimeSpan BuildTime = TimeSpan.FromMinutes(20);

    /// <summary>Returns the image's name, building it where it is missing.</summary>
    public async Task<string> EnsureAsync(LanguageFolder language, CancellationToken ct)
    {
        var name = $"{language.Repository}:{language.Tag(options.BaseImage)}";
        if (!await ExistsAsync(name, ct).ConfigureAwait(false))
        {
            options.Say($"building image {name}; this is done once");
            await BuildAsync(language, name, ct).ConfigureAwait(false);
        }

        return name;
    }

    private async Task<bool> ExistsAsync(string name, CancellationToken ct)
    {
        try
        {
            await engine.CallAsync(token => engine.Client.Images.InspectImageAsync(name, token), null, ct).ConfigureAwait(false);
            return true;
        }
        catch (SandboxUnavailableException e) when (e.InnerException is DockerImageNotFoundException)
        {
            return false;
        }
    }

    private async Task BuildAsync(LanguageFolder language, string name, CancellationToken ct)
    {
        var parameters = new ImageBuildParameters
        {
            Tags = [name],
            Labels = new Dictionary<string, string> { [ContainerLabels.Run] = "", ["eval.language"] = language.Language },
            BuildArgs = options.BaseImage is { } image ? new Dictionary<string, string> { [BaseArgument] = image } : new Dictionary<string, string>(),
            ForceRemove = true,
        };
        var log = new BuildLog(options.Say);
        using var context = Pack(language);
        await engine.CallAsync<object?>(
            async token =>
            {
                await engine.Client.Images.BuildImageFromDockerfileAsync(parameters, context, [], new Dictionary<string, string>(), log, token).ConfigureAwait(false);
                return null;
            },
            BuildTime,
            ct).ConfigureAwait(false);
        if (log.Error is { } error || !await ExistsAsync(name, ct).ConfigureAwait(false))
        {
            throw new SandboxUnavailableException(
                $"The image for {language.Language} could not be built from {language.Folder}: {log.Error ?? "the engine does not say why"}. {log.LastLines} "
                + "Where no image registry can be reached, scripts/make-base-images makes the base image from this system's packages.");
        }
    }

    private static MemoryStream Pack(LanguageFolder language)
    {
        var context = new MemoryStream();
        using (var tar = new TarWriter(context, leaveOpen: true))
        {
            foreach (var (name, file) in language.Files().Concat(language.Parts.SelectMany(part => part.Files)))
            {
                using var content = File.OpenRead(file);
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
                {
                    // Readable for whoever runs inside, whatever the folder's own rights are.
                    Mode = ImagePart.IsProgram(name) ? Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : Readable,
                    DataStream = content,
                });
            }
        }

        context.Position = 0;
        return context;
    }

    /// <summary>Passes on the steps of a build and keeps its last lines for the case that it fails.</summary>
    private sealed class BuildLog(Action<string> say) : IProgress<JSONMessage>
    {
        private const int KeptLines = 5;
        private readonly Queue<string> _last = new();

        public string? Error { get; private set; }

        public string LastLines => string.Join(" / ", _last);

        public void Report(JSONMessage value)
        {
            Error ??= value.Error?.Message ?? value.ErrorMessage;
            foreach (var line in (value.Stream ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.StartsWith("Step ", StringComparison.Ordinal))
                {
                    say(line);
                }

                _last.Enqueue(line);
                while (_last.Count > KeptLines)
                {
                    _last.Dequeue();
                }
            }
        }
    }
}
