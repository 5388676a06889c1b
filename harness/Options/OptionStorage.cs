namespace Eval.Harness.Options;

/// <summary>Whether an option is stored with its run, and so holds again when the run is resumed.</summary>
internal enum OptionStorage
{
    Never,

    /// <summary>Stored wherever there is a value.</summary>
    Always,

    /// <summary>Stored where the value is another than the default.</summary>
    UnlessDefault,
}
