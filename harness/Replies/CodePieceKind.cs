namespace Eval.Harness.Replies;

/// <summary>Where a piece of a reply comes from.</summary>
internal enum CodePieceKind
{
    /// <summary>A fenced block.</summary>
    Block,

    /// <summary>A fenced block whose end is missing, so that text may follow the code.</summary>
    OpenBlock,

    /// <summary>Text outside of fences, in which code may begin and end anywhere.</summary>
    Loose,

    /// <summary>A whole reply without fences, which may be nothing but the continuation of a prompt.</summary>
    WholeReply,
}
