namespace Eval.Routing.Policies;

/// <summary>Asks the next one when one cannot be asked. It says nothing of bad answers.</summary>
/// <param name="Policies">Whom, in this order; at least two.</param>
public sealed record FailoverPolicy(IReadOnlyList<RoutingPolicy> Policies) : RoutingPolicy
{
    /// <summary>The HTTP statuses after which the next one is asked unless a policy says otherwise.</summary>
    public static readonly IReadOnlyList<int> DefaultStatuses = [408, 429, 500, 502, 503, 504, 529];

    /// <summary>Gets the HTTP statuses after which the next one is asked.</summary>
    public IReadOnlyList<int> OnStatuses { get; init; } = DefaultStatuses;

    /// <summary>
    /// Gets a value indicating whether the next one is asked when a connection fails or breaks before the answer begins. Default: true.
    /// </summary>
    public bool OnConnect { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether the next one is asked when a stream ends before the answer does, where nothing was passed on yet.
    /// Default: true.
    /// </summary>
    public bool OnTruncatedStream { get; init; } = true;

    /// <summary>Gets how often one is asked again before the next one is. Default: 0.</summary>
    public int Retries { get; init; }

    /// <summary>Gets how long to wait for the beginning of an answer. Default: two minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public override IEnumerable<RoutingPolicy> Parts => Policies;

    /// <inheritdoc/>
    public override string ToString() => string.Join(", on failure ", Policies);
}
