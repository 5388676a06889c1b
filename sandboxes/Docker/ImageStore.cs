using System.Collections.Concurrent;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Eval.Sandboxes.Docker;

/// <summary>Builds our images from their recipes, once: an image is tagged by the hash of what it was built from. Thread-safe.</summary>
internal sealed class ImageStore(DockerEngine engine, Action<string> say, long budgetBytes)
{
    /// <summary>What the names of our images begin with.</summary>
    public const string Prefix = "eval-sandbox-";

    private static readonly TimeSpan BuildTime = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<string, byte> _used = new();

    /// <summary>Returns the image's name, building it where it is missing.</summary>
    public async Task<string> EnsureAsync(ImageRecipe recipe, CancellationToken ct)
    {
        _used[recipe.Name] = 0;
        if (!await ExistsAsync(recipe.Name, ct).ConfigureAwait(false))
        {
            await engine.CheckDiskAsync(ct).ConfigureAwait(false);
            say($"building {recipe.Purpose} (image {recipe.Name}); this is done once");
            await BuildAsync(recipe, ct).ConfigureAwait(false);
            await KeepBudgetAsync(ct).ConfigureAwait(false);
        }

        return recipe.Name;
    }

    /// <summary>Returns our images on this engine, the newest first.</summary>
    public async Task<IReadOnlyList<OwnImage>> ListAsync(IReadOnlySet<string> current, CancellationToken ct)
    {
        var ours = new ImagesListParameters
        {
            Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [ContainerLabels.Language] = true } },
        };
        var found = await engine.CallAsync(token => engine.Client.Images.ListImagesAsync(ours, token), null, ct).ConfigureAwait(false);
        var layers = new Dictionary<string, IList<string>>();
        foreach (var image in found)
        {
            layers[image.ID] = await LayersAsync(image.ID, ct).ConfigureAwait(false);
        }

        // A copy of a repository stands on its environment, whose space it does not take again.
        long OwnBytes(ImagesListResponse image) => image.Size - found
            .Where(other => layers[other.ID].Count > 0 && layers[other.ID].Count < layers[image.ID].Count && layers[image.ID].Take(layers[other.ID].Count).SequenceEqual(layers[other.ID]))
            .Select(other => other.Size).DefaultIfEmpty(0).Max();
        return found.OrderByDescending(image => image.Created)
            .Select(image => new OwnImage(image.ID, image.RepoTags?.FirstOrDefault() ?? "", OwnBytes(image), image.RepoTags?.Any(current.Contains) == true))
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

    public async Task<bool> ExistsAsync(string name, CancellationToken ct) => await FindAsync(name, ct).ConfigureAwait(false) is not null;

    /// <summary>Returns what an image is known by whatever its name means later; null where the engine does not have it.</summary>
    public async Task<string?> FindAsync(string name, CancellationToken ct)
    {
        try
        {
            return (await engine.CallAsync(token => engine.Client.Images.InspectImageAsync(name, token), null, ct).ConfigureAwait(false)).ID;
        }
        catch (SandboxUnavailableException e) when (e.InnerException is DockerImageNotFoundException)
        {
            return null;
        }
    }

    private async Task<IList<string>> LayersAsync(string id, CancellationToken ct)
    {
        try
        {
            return (await engine.CallAsync(token => engine.Client.Images.InspectImageAsync(id, token), null, ct).ConfigureAwait(false)).RootFS.Layers ?? [];
        }
        catch (SandboxUnavailableException e) when (e.InnerException is DockerImageNotFoundException)
        {
            // Another process has removed it at this moment.
            return [];
        }
    }

    /// <summary>Removes the oldest of our images that this process has not used while all together take more than the budget.</summary>
    private async Task KeepBudgetAsync(CancellationToken ct)
    {
        var images = await ListAsync(_used.Keys.ToHashSet(), ct).ConfigureAwait(false);
        var taken = images.Sum(image => image.Bytes);
        foreach (var image in images.Reverse().Where(image => !image.IsCurrent))
        {
            if (taken <= budgetBytes)
            {
                return;
            }

            if (await RemoveAsync(image, ct).ConfigureAwait(false))
            {
                taken -= image.Bytes;
                say($"removed image {image.Name}, the oldest that was not in use: our images took more than {budgetBytes >> 30} GiB");
            }
        }
    }

    private async Task BuildAsync(ImageRecipe recipe, CancellationToken ct)
    {
        var parameters = new ImageBuildParameters
        {
            Tags = [recipe.Name],
            Labels = new Dictionary<string, string> { [ContainerLabels.Run] = "", [ContainerLabels.Language] = recipe.Purpose },
            BuildArgs = new Dictionary<string, string>(recipe.Arguments),
            NetworkMode = recipe.NeedsNetwork ? null : "none",
            ForceRemove = true,
        };
        // The steps of what takes a moment interest nobody, and a data set has hundreds of them.
        var log = new BuildLog(recipe.NeedsNetwork ? say : _ => { });
        await using var context = await recipe.Context(ct).ConfigureAwait(false);
        await engine.CallAsync<object?>(
            async token =>
            {
                await engine.Client.Images.BuildImageFromDockerfileAsync(parameters, context, [], new Dictionary<string, string>(), log, token).ConfigureAwait(false);
                return null;
            },
            BuildTime,
            ct).ConfigureAwait(false);
        if (log.Error is { } error || !await ExistsAsync(recipe.Name, ct).ConfigureAwait(false))
        {
            throw new SandboxUnavailableException(
                $"The image for {recipe.Purpose} could not be built from {recipe.Source}: {log.Error ?? "the engine does not say why"}. {log.LastLines} "
                + "Where no image registry can be reached, scripts/make-base-images makes the base image from this system's packages.");
        }
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
