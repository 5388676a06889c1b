namespace Tackline;

/// <summary>How an option behaves when it is met on the command line.</summary>
public enum OptionKind
{
    /// <summary>Present or absent; takes no value.</summary>
    Flag,

    /// <summary>Takes no value and counts how often it was given.</summary>
    Counter,

    /// <summary>Takes exactly one value; when repeated, the last one wins.</summary>
    Value,

    /// <summary>Takes one value each time it is given and keeps all of them.</summary>
    List,
}
