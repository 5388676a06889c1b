using Eval.Reports.Records;

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

    public int Retries { get; init; }

    public IReadOnlyList<Usage> BilledFailures { get; init; } = [];
}
