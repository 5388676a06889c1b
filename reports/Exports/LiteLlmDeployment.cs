namespace Eval.Reports.Exports;

/// <summary>An entry of LiteLLM's model list.</summary>
/// <param name="Group">The name that requests and fallbacks use.</param>
/// <param name="Model">The model's name in the policy.</param>
/// <param name="Weight">The share of its group's requests; <see langword="null"/> for the only one.</param>
internal sealed record LiteLlmDeployment(string Group, string Model, double? Weight = null);
