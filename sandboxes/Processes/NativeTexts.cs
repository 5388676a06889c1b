using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Processes;

/// <summary>Texts as the C library takes a list of them: addresses, with a zero behind the last.</summary>
internal sealed class NativeTexts(IEnumerable<string> texts) : IDisposable
{
    public nint[] Addresses { get; } = [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];

    public void Dispose() => Array.ForEach(Addresses, Marshal.FreeCoTaskMem);
}
