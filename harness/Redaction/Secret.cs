namespace Eval.Harness.Redaction;

/// <summary>A value that must never be printed: every way of turning it into text but <see cref="Reveal"/> masks it.</summary>
internal sealed class Secret(string value)
{
    public string Reveal() => value;

    public override string ToString() => "***";
}
