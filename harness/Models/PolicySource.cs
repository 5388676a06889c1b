using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Harness.Models;

/// <summary>A routing policy in a model's place, with the models that it may ask.</summary>
/// <param name="File">The policy.</param>
/// <param name="Asked">Its models, each once.</param>
/// <param name="Typed">What the user typed to name it: its file.</param>
internal sealed record PolicySource(PolicyFile File, IReadOnlyList<ModelSpec> Asked, string Typed) : ModelSource
{
    public override string Name => RunModel.Policy;

    public override string Address => RunModel.Policy;

    public override string Place => $"{RunModel.Policy} {File.Name}";

    public RoutingPolicy Policy => File.Policy;

    /// <summary>The policy alone as text, with what reads its requests and without what it was measured on.</summary>
    public string Definition => new PolicyFile
    {
        Name = File.Name,
        Policy = File.Policy,
        Classifier = File.Classifier is { } classifier ? classifier with { Quality = null } : null,
    }.ToJson();

    /// <summary>The ways in which it verifies answers.</summary>
    public IEnumerable<Verifier> Verifiers => Policy.All.OfType<CascadePolicy>().SelectMany(cascade => cascade.Stages)
        .SelectMany(stage => stage.Verify);

    /// <summary>The services that it asks about answers, each once.</summary>
    public IEnumerable<Uri> Webhooks => Verifiers.Select(verifier => verifier.Url).OfType<Uri>().Distinct();
}
