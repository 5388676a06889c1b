namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A parameter of a call.</summary>
/// <param name="Type">The name of its type.</param>
/// <param name="Mode">How it is passed.</param>
internal sealed record CallParameter(string Type, byte Mode)
{
    public const byte ByValue = 0;
    public const byte ByReference = 1;
    public const byte Out = 2;
}
