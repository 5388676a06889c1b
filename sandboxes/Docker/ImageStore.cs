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
        if (!await ExistsAsync(recipe.Name, ct))
        {
            await engine.CheckDiskAsync(ct);
            say($"building {recipe.Purpose} (image {recipe.Name}); this is done once");
            await BuildAsync(recipe, ct);
            await KeepBudgetAsync(ct);
        }

        return recipe.Name;
    }

    /// <summary>Returns our images on this engine, the newest first.</summary>
    public async Task<IReadOnlyList<OwnImage>> ListAsync(IReadOnlySet<string> current, CancellationToken ct)
    {
        // With what they were built on, step by step: so it is known what they share.
        var all = await engine.CallAsync(token => engine.Client.Images.ListImagesAsync(new ImagesListParameters { All = true }, token),
            null, ct);
        var byId = all.DistinctBy(image => image.ID).ToDictionary(image => image.ID);
        var ours = byId.Values.Where(IsOurs).ToList();
        var counted = byId.Values.Except(ours).Where(image => Names(image).Any()).Select(image => image.ID).ToHashSet();
        var images = new List<OwnImage>();
        foreach (var image in ours.OrderBy(image => image.Created))
        {
            var step = image;
            while (step is not null && counted.Add(step.ID))
            {
                step = byId.GetValueOrDefault(step.ParentID ?? "");
            }

            images.Add(new OwnImage(image.ID, Names(image).First(), image.Size - (step?.Size ?? 0), Names(image).Any(current.Contains)));
        }

        images.Reverse();
        return images;
    }

    /// <summary>Removes one of our images; false where something still uses it.</summary>
    public async Task<bool> RemoveAsync(OwnImage image, CancellationToken ct)
    {
        try
        {
            await engine.CallAsync<object?>(
                async token => await engine.Client.Images.DeleteImageAsync(image.Id, new ImageDeleteParameters { Force = true }, token),
                null,
                ct);
            return true;
        }
        catch (SandboxUnavailableException)
        {
            return false;
        }
    }

    public async Task<bool> ExistsAsync(string name, CancellationToken ct) => await FindAsync(name, ct) is not null;

    /// <summary>Returns what an image is known by whatever its name means later; null where the engine does not have it.</summary>
    public async Task<string?> FindAsync(string name, CancellationToken ct)
    {
        try
        {
            return (await engine.CallAsync(token => engine.Client.Images.InspectImageAsync(name, token), null, ct)).ID;
        }
        catch (SandboxUnavailableException e) when (e.InnerException is DockerImageNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// An image that somebody builds on one of ours has its label too, and one of ours may have been given a name by somebody who needs it.
    /// </summary>
    private static bool IsOurs(ImagesListResponse image) =>
        image.Labels?.ContainsKey(ContainerLabels.Language) == true && Names(image).Any()
            && Names(image).All(name => name.StartsWith(Prefix, StringComparison.Ordinal));

    private static IEnumerable<string> Names(ImagesListResponse image) =>
        (image.RepoTags ?? []).Where(name => !name.StartsWith("<none>", StringComparison.Ordinal));

    /// <summary>Removes the oldest of our images that this process has not used while all together take more than the budget.</summary>
    private async Task KeepBudgetAsync(CancellationToken ct)
    {
        var images = await ListAsync(_used.Keys.ToHashSet(), ct);
        var taken = images.Sum(image => image.Bytes);
        foreach (var image in images.Reverse().Where(image => !image.IsCurrent))
        {
            if (taken <= budgetBytes)
            {
                return;
            }

            if (await RemoveAsync(image, ct))
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
        await using var context = await recipe.Context(ct);
        await engine.CallAsync<object?>(
            async token =>
            {
                await engine.Client.Images.BuildImageFromDockerfileAsync(parameters, context, [], new Dictionary<string, string>(), log,
                    token);
                return null;
            },
            BuildTime,
            ct);
        if (log.Error is { } error || !await ExistsAsync(recipe.Name, ct))
        {
            throw new SandboxUnavailableException(
                $"The image for {recipe.Purpose} could not be built from {recipe.Source}: {log.Error ?? "the engine does not say why"}. "
                    + $"{log.LastLines} "
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
