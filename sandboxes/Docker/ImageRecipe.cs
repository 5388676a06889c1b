namespace Eval.Sandboxes.Docker;

/// <summary>What an image is built from.</summary>
internal sealed record ImageRecipe
{
    /// <summary>Name and tag; the tag is a hash of all that decides the image.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in a word; written on the image.</summary>
    public required string Purpose { get; init; }

    /// <summary>Where it comes from, for messages.</summary>
    public required string Source { get; init; }

    /// <summary>The folder that the build sees, as a tar archive.</summary>
    public required Func<CancellationToken, Task<Stream>> Context { get; init; }

    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether its build may use the network, as one that installs packages must.</summary>
    public bool NeedsNetwork { get; init; } = true;
}
