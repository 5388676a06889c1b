namespace Eval.Sandboxes.Probes;

/// <summary>What an attack makes use of; probes of one shape hold, or fail, for one reason.</summary>
public enum ProbeShape
{
    /// <summary>Time, memory, disk, output, processes: what is used up, and whom that is blamed on.</summary>
    Resource,

    /// <summary>Files, the network and rights of this machine.</summary>
    WayOut,

    /// <summary>Signals to other processes, their memory, descriptors, limits and priorities.</summary>
    ForeignProcess,

    /// <summary>Something that one answer leaves and the next one in the same container finds.</summary>
    SharedState,

    /// <summary>Tests, expected values or the channel's nonce, where the answer could read them.</summary>
    Secret,

    /// <summary>A result, a comparison or a message that is not what it says.</summary>
    ForgedVerdict,

    /// <summary>Sources that a compiler takes too long for, or ends with.</summary>
    Compiler,
}
