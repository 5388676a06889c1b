using Eval.Harness.Models;

namespace Eval.Harness.Providers;

/// <summary>What names of models came to.</summary>
/// <param name="Models">Those that can be asked.</param>
/// <param name="Mistakes">Why others cannot.</param>
/// <param name="Warnings">What must be known before anything is asked.</param>
internal sealed record ResolvedModels(IReadOnlyList<ModelSpec> Models, IReadOnlyList<string> Mistakes, IReadOnlyList<string> Warnings)
{
    public void Deconstruct(out IReadOnlyList<ModelSpec> models, out IReadOnlyList<string> mistakes) =>
        (models, mistakes) = (Models, Mistakes);
}
