using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>A model could not be asked. The message is one sentence without secrets.</summary>
internal sealed class ModelCallException : Exception
{
    public ModelCallException(ModelCallFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    public ModelCallFailure Failure { get; }

    /// <summary>The HTTP status, where one arrived.</summary>
    public int? Status { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where the call broke off; <see cref="CallBreak.None"/> where the endpoint answered with a refusal.</summary>
    public CallBreak Break { get; init; }

    /// <summary>How long it took until the failure was known, without waiting for a place of ours; null when nobody measured.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>What the endpoint sent with its refusal, without the key; null when nothing arrived.</summary>
    public string? Body { get; init; }

    /// <summary>What the endpoint refused for, equal for refusals that differ in the prompt alone; null where it did not refuse.</summary>
    public string? Reason { get; init; }

    /// <summary>The calls of the policy that failed; null where a model was asked itself.</summary>
    public PolicyPath? Path { get; init; }

    public int Retries { get; init; }

    public IReadOnlyList<Usage> BilledFailures { get; init; } = [];
}
