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
        var name = NameOf(language);
        if (!await ExistsAsync(name, ct).ConfigureAwait(false))
        {
            await engine.CheckDiskAsync(ct).ConfigureAwait(false);
            options.Say($"building image {name}; this is done once");
            await BuildAsync(language, name, ct).ConfigureAwait(false);
            await KeepBudgetAsync(name, ct).ConfigureAwait(false);
        }

        return name;
    }

    /// <summary>Returns our images on this engine, the newest first.</summary>
    public async Task<IReadOnlyList<OwnImage>> ListAsync(IEnumerable<LanguageFolder> languages, CancellationToken ct)
    {
        var current = languages.Select(NameOf).ToHashSet();
        var ours = new ImagesListParameters
        {
            Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [ContainerLabels.Language] = true } },
        };
        var found = await engine.CallAsync(token => engine.Client.Images.ListImagesAsync(ours, token), null, ct).ConfigureAwait(false);
        return found.OrderByDescending(image => image.Created)
            .Select(image => new OwnImage(image.ID, image.RepoTags?.FirstOrDefault() ?? "", image.Size, image.RepoTags?.Any(current.Contains) == true))
            .ToList();
    }

    /// <summary>Removes one of our images; false where something still uses it.</summary>
    public async Task<bool> RemoveAsync(OwnImage image, CancellationToken ct)
    {
        try
        {
            await engine.CallAsync<object?>(
                async token => await engine.Client.Images.DeleteImageAsync(image.Id, new ImageDeleteParameters { Force = image.Name.Length > 0 }, token).ConfigureAwait(false),
                null,
                ct).ConfigureAwait(false);
            return true;
        }
        catch (SandboxUnavailableException)
        {
            return false;
        }
    }

    private string NameOf(LanguageFolder language) => $"{language.Repository}:{language.Tag(options.BaseImage)}";

    /// <summary>Removes the oldest of our images while all together take more than the budget.</summary>
    private async Task KeepBudgetAsync(string built, CancellationToken ct)
    {
        var images = await ListAsync(LanguageFolder.ReadAll(options.ImagesFolder), ct).ConfigureAwait(false);
        var taken = images.Sum(image => image.Bytes);
        foreach (var image in images.Reverse().Where(image => !image.IsCurrent && image.Name != built))
        {
            if (taken <= options.ImageBudgetBytes)
            {
                return;
            }

            if (await RemoveAsync(image, ct).ConfigureAwait(false))
            {
                taken -= image.Bytes;
                options.Say($"removed image {image.Name} of an earlier version: our images took more than {options.ImageBudgetBytes >> 30} GiB");
            }
        }
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
            Labels = new Dictionary<string, string> { [ContainerLabels.Run] = "", [ContainerLabels.Language] = language.Language },
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
