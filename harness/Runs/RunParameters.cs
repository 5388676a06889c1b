using Eval.Routing;

namespace Eval.Harness.Runs;

/// <summary>The names under which a run keeps what a policy is, among the parameters of its model.</summary>
internal static class RunParameters
{
    /// <summary>The policy, as a policy file without what it was measured on.</summary>
    public const string Policy = "policy";

    /// <summary>The policy file with what it is expected to do; not there when nobody measured it.</summary>
    public const string PolicyPrediction = PolicyPredictions.Parameter;

    /// <summary>The models that the policy may ask, as a run describes models.</summary>
    public const string PolicyModels = "policy_models";

    /// <summary>What was expected changes no answer.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Decisive(IReadOnlyDictionary<string, string> parameters) =>
        parameters.Where(parameter => parameter.Key != PolicyPrediction);
}
