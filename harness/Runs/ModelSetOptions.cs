namespace Eval.Harness.Runs;

/// <summary>How the models of a run are asked.</summary>
internal sealed record ModelSetOptions
{
    /// <summary>Open calls per model; null: as many as the endpoint can handle.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>The folder that every reply is recorded in; null for none.</summary>
    public string? Record { get; init; }

    /// <summary>The folder whose recorded replies stand for the endpoints; null: the endpoints are asked.</summary>
    public string? Replay { get; init; }
}
