using Eval.Harness.Options;
using Eval.Results.Records;

namespace Eval.Harness.Providers;

/// <summary>Decides with which parameters a model is asked.</summary>
internal static class MeasuredParameters
{
    /// <summary>
    /// Returns the parameters of a model: the command line's first; then those with which a policy was measured, for its numbers are of
    /// them; then the configuration's.
    /// </summary>
    /// <param name="options">The command line.</param>
    /// <param name="configured">What the configuration says.</param>
    /// <param name="measured">What a policy file says; null where it says nothing.</param>
    /// <param name="isServed">Whether nothing is measured now, so that the measured seed holds: a run has its own.</param>
    public static ModelParameters Choose(SamplingOptions options, ModelParameters configured, ModelParameters? measured, bool isServed)
    {
        var chosen = measured ?? configured;
        return chosen with
        {
            Temperature = options.Temperature ?? chosen.Temperature,
            MaxTokens = options.MaxTokens ?? chosen.MaxTokens,
            MaxCompletionTokens = options.MaxTokens is null ? chosen.MaxCompletionTokens : null,
            Seed = isServed ? measured?.Seed : options.Seed ?? configured.Seed,
            // Whether an endpoint streams is found out again.
            Stream = null,
        };
    }

    /// <summary>Returns what to say of a policy's model that is configured otherwise than it was measured; null where it is not.</summary>
    public static string? Warning(string policy, string model, ModelParameters configured, ModelParameters? measured)
    {
        // What the endpoint calls the limit is its own, and a seed belongs to a run.
        return measured is null || Comparable(measured) == Comparable(configured) ? null
            : $"{policy}: {model} is asked as it was measured ({Text(measured)}), not as the configuration says ({Text(configured)}).";
    }

    private static ModelParameters Comparable(ModelParameters parameters) =>
        parameters with { MaxTokens = parameters.OutputLimit, MaxCompletionTokens = null, Seed = null, Stream = null };

    private static string Text(ModelParameters parameters) => parameters == ModelParameters.None ? "no parameters" : parameters.ToString();
}
