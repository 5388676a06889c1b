namespace Eval.Sandboxes.Probes;

/// <summary>What an answer can leave in a sandbox, tried from inside, and what of it the next answer finds.</summary>
/// <param name="Writable">Folders and devices that it can write to.</param>
/// <param name="Made">Kinds of objects with names of their own that it can make, such as queues.</param>
/// <param name="Refused">Kinds of objects that it is refused.</param>
/// <param name="Shared">Namespaces that it has in common with this machine.</param>
/// <param name="Left">What the next answer found.</param>
public sealed record Inventory(
    IReadOnlyList<string> Writable, IReadOnlyList<string> Made, IReadOnlyList<string> Refused, IReadOnlyList<string> Shared,
        IReadOnlyList<string> Left)
{
    /// <summary>Gets a value indicating whether nothing survives an answer, and nothing is the machine's own.</summary>
    public bool IsClean => Left.Count == 0 && Shared.Count == 0;

    /// <summary>Says it in a line.</summary>
    public override string ToString()
    {
        var devices = Writable.Count(IsDevice);
        var folders = string.Join(", ", Writable.Where(path => !IsDevice(path)));
        var cleared = $"writable are {(folders.Length > 0 ? folders : "no folders")} and the times of {devices} devices"
            + (Made.Count > 0 ? $"; can be made: {string.Join(", ", Made)}" : "")
            + (Refused.Count > 0 ? $"; refused: {string.Join(", ", Refused)}" : "");
        return (Left.Count == 0 ? $"nothing reaches the next answer: {cleared}"
                : $"NOT CLEARED before the next answer: {string.Join(", ", Left)} ({cleared})")
            + (Shared.Count > 0 ? $"; SHARED with this machine: namespaces {string.Join(", ", Shared)}" : "");
    }

    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) && path is not ("/dev/shm" or "/dev/mqueue")
        || path.StartsWith("/proc/", StringComparison.Ordinal);
}
