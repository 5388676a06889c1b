namespace Eval.Harness.Models;

/// <summary>In which form a model's endpoint takes requests: what it was asked for first, less what it has refused.</summary>
internal sealed record RequestForm
{
    /// <summary>The form in which everything is sent as it was asked for.</summary>
    public static readonly RequestForm Full = new();

    public bool OmitsStream { get; init; }

    public bool OmitsStreamOptions { get; init; }

    public bool OmitsTemperature { get; init; }

    public bool OmitsTopP { get; init; }

    public bool OmitsSeed { get; init; }

    public bool UsesMaxCompletionTokens { get; init; }

    /// <summary>The maximum output tokens that it takes; null where it has refused no number.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Returns the form that both have learned.</summary>
    public RequestForm With(RequestForm other) => new()
    {
        OmitsStream = OmitsStream || other.OmitsStream,
        OmitsStreamOptions = OmitsStreamOptions || other.OmitsStreamOptions,
        OmitsTemperature = OmitsTemperature || other.OmitsTemperature,
        OmitsTopP = OmitsTopP || other.OmitsTopP,
        OmitsSeed = OmitsSeed || other.OmitsSeed,
        UsesMaxCompletionTokens = UsesMaxCompletionTokens || other.UsesMaxCompletionTokens,
        MaxOutputTokens = MaxOutputTokens is { } mine && other.MaxOutputTokens is { } theirs ? Math.Min(mine, theirs)
            : MaxOutputTokens ?? other.MaxOutputTokens,
    };
}
