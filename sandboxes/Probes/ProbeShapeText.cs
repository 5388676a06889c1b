namespace Eval.Sandboxes.Probes;

/// <summary>Shapes in words.</summary>
public static class ProbeShapeText
{
    /// <summary>Says what probes of a shape make use of.</summary>
    public static string Describe(this ProbeShape shape) => shape switch
    {
        ProbeShape.Resource => "resources, and whom their use is blamed on",
        ProbeShape.WayOut => "a way out: files, network, rights",
        ProbeShape.ForeignProcess => "signals and foreign processes",
        ProbeShape.SharedState => "state that the next answer finds",
        ProbeShape.Secret => "a secret in reach",
        ProbeShape.ForgedVerdict => "a forged verdict or message",
        ProbeShape.Compiler => "sources against the compiler",
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "no shape"),
    };
}
