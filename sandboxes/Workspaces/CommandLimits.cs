namespace Eval.Sandboxes.Workspaces;

/// <summary>What one command may use.</summary>
public sealed record CommandLimits
{
    /// <summary>Gets the time on the clock. Default: 60 s.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets how many bytes of output are kept, half from the beginning and half from the end. Default: 64 KiB.</summary>
    public int KeptOutputBytes { get; init; } = 64 << 10;

    /// <summary>Gets after how many bytes of output the command is ended. Default: 64 MiB.</summary>
    public long MaxOutputBytes { get; init; } = 64L << 20;
}
