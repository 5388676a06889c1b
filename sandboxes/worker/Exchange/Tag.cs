namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>What a value on the wire is.</summary>
internal enum Tag : byte
{
    Null,
    Boolean,
    Char,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    Decimal,
    Half,
    Int128,
    UInt128,
    BigInteger,
    Complex,
    Rune,
    String,
    DateTime,
    DateTimeOffset,
    TimeSpan,
    DateOnly,
    TimeOnly,
    Guid,
    Uri,
    Version,
    Index,
    Range,
    Culture,

    /// <summary>A member of an enumeration: the type, its name and its number.</summary>
    Enum,

    /// <summary>The items of a tuple or of a pair.</summary>
    Tuple,

    /// <summary>A framework's collection by value: its type, its comparer and its items.</summary>
    Sequence,

    /// <summary>A framework's dictionary by value: its type, its comparer, keys and values.</summary>
    Map,

    /// <summary>An array of more than one dimension: its type, its lengths and its items.</summary>
    Grid,

    /// <summary>A text that can be changed.</summary>
    Builder,

    /// <summary>An object that the sender keeps: its number and the names of its types.</summary>
    Mine,

    /// <summary>An object that the receiver keeps: its number.</summary>
    Yours,

    /// <summary>A task that the sender keeps; it tells how it ends.</summary>
    Task,

    /// <summary>A cancellation token that the sender keeps; it tells when it is cancelled.</summary>
    Token,

    /// <summary>An exception: its types, message, parameter, inner exceptions and object.</summary>
    Exception,
}
