namespace Eval.Routing.Evaluation;

/// <summary>
/// The models that were asked in their order, as it grows call by call: a list of its own for each way of each task would be most of a
/// replay.
/// </summary>
internal sealed class AskedModels
{
    private readonly string? _model;
    private readonly AskedModels? _before;
    private readonly AskedModels? _after;

    public AskedModels(string model) => (_model, Count) = (model, 1);

    private AskedModels(AskedModels before, AskedModels after) => (_before, _after, Count) = (before, after, before.Count + after.Count);

    public int Count { get; }

    public AskedModels Then(AskedModels after) => new(this, after);

    public IEnumerable<string> InOrder() => _model is { } model ? [model] : _before!.InOrder().Concat(_after!.InOrder());
}
