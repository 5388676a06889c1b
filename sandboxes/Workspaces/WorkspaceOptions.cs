namespace Eval.Sandboxes.Workspaces;

/// <summary>How working copies are opened.</summary>
public sealed record WorkspaceOptions
{
    /// <summary>Gets the engine's address. Default: <c>DOCKER_HOST</c>, else the usual sockets.</summary>
    public Uri? Host { get; init; }

    /// <summary>Gets the container runtime, for instance <c>runsc</c>. Default: the engine's.</summary>
    public string? Runtime { get; init; }

    /// <summary>Gets the image that environments are built on. Default: what each Dockerfile names.</summary>
    public string? BaseImage { get; init; }

    /// <summary>Gets the folder of images. Default: beside the program.</summary>
    public string ImagesFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "images");

    /// <summary>Gets how much space our images may take. Default: 20 GiB.</summary>
    public long ImageBudgetBytes { get; init; } = 20L << 30;

    /// <summary>Gets the processors one container may use. Default: 2, or all where there are fewer.</summary>
    public int Processors { get; init; } = Math.Min(2, Environment.ProcessorCount);

    /// <summary>Gets the most processes and threads of a container. Default: 512.</summary>
    public int Processes { get; init; } = 512;

    /// <summary>Gets the name written on every container. Default: none.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Gets what is told of long work, line by line. Default: nothing.</summary>
    public Action<string> Say { get; init; } = _ => { };
}
