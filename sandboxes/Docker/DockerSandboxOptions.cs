namespace Eval.Sandboxes.Docker;

/// <summary>How a <see cref="DockerSandbox"/> works.</summary>
public sealed record DockerSandboxOptions
{
    /// <summary>Gets how many answers may run at once, each in a container of its own. Default: the number of processors.</summary>
    public int MaxContainers { get; init; } = Environment.ProcessorCount;

    /// <summary>Gets the container runtime, for instance <c>runsc</c>. Default: the engine's.</summary>
    public string? Runtime { get; init; }

    /// <summary>
    /// Gets the engine's address. Default: <c>DOCKER_HOST</c>, else the first socket of Docker, rootless Docker or Podman that is there.
    /// </summary>
    public Uri? Host { get; init; }

    /// <summary>Gets the image that the sandboxes' images are built on. Default: what each Dockerfile names.</summary>
    public string? BaseImage { get; init; }

    /// <summary>
    /// Gets how many answers one container runs before it is replaced; 1 gives every answer a fresh container. Default: 2,000.
    /// </summary>
    public int AnswersPerContainer { get; init; } = 2000;

    /// <summary>Gets the largest limits that will be asked for; containers are made for them.</summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>Gets the folder with a folder for each language. Default: beside the program.</summary>
    public string ImagesFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "images");

    /// <summary>
    /// Gets how much space our images may take; the oldest that this version does not use go when another is built. Default: 20 GiB.
    /// </summary>
    public long ImageBudgetBytes { get; init; } = 20L << 30;

    /// <summary>Gets how long an engine that went away is waited for. Default: 2 minutes.</summary>
    public TimeSpan EngineTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets what is told of long work, such as the building of an image, line by line. Default: nothing.</summary>
    public Action<string> Say { get; init; } = _ => { };
}
