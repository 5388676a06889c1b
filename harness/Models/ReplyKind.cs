namespace Eval.Harness.Models;

/// <summary>What the bytes of a reply are, whatever its label says.</summary>
internal enum ReplyKind
{
    /// <summary>Nothing came.</summary>
    Empty,

    /// <summary>Server-sent events.</summary>
    Events,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>A web page.</summary>
    WebPage,

    /// <summary>Bytes in a coding that cannot be read here.</summary>
    Coded,
}
