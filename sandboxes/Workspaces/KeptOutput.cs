using System.Globalization;
using System.Text;

namespace Eval.Sandboxes.Workspaces;

/// <summary>Keeps the beginning and the end of what a command prints, in bounded memory.</summary>
internal sealed class KeptOutput
{
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private int _inHead;
    private long _behindHead;

    public KeptOutput(int bytes)
    {
        _head = new byte[bytes - bytes / 2];
        _tail = new byte[bytes / 2];
    }

    public long Length => _inHead + _behindHead;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var first = Math.Min(bytes.Length, _head.Length - _inHead);
        bytes[..first].CopyTo(_head.AsSpan(_inHead));
        _inHead += first;
        var rest = bytes[first..];
        if (_tail.Length > 0)
        {
            // Only the last part of it can stay.
            var kept = rest.Length > _tail.Length ? rest[^_tail.Length..] : rest;
            var start = (int)((_behindHead + rest.Length - kept.Length) % _tail.Length);
            var untilEnd = Math.Min(kept.Length, _tail.Length - start);
            kept[..untilEnd].CopyTo(_tail.AsSpan(start));
            kept[untilEnd..].CopyTo(_tail);
        }

        _behindHead += rest.Length;
    }

    public string Text()
    {
        var head = _head.AsSpan(0, _inHead);
        if (_behindHead <= _tail.Length)
        {
            return Encoding.UTF8.GetString([.. head, .. _tail.AsSpan(0, (int)_behindHead)]);
        }

        var start = (int)(_behindHead % Math.Max(1, _tail.Length));
        var left = _behindHead - _tail.Length;
        return Encoding.UTF8.GetString(head) + string.Create(CultureInfo.InvariantCulture, $"\n[… {left} bytes left out …]\n")
            + Encoding.UTF8.GetString([.. _tail.AsSpan(start), .. _tail.AsSpan(0, start)]);
    }
}
