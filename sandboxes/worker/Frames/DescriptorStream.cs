using System.Runtime.InteropServices;
using Eval.Sandboxes.Worker.Confinement;

namespace Eval.Sandboxes.Worker.Frames;

/// <summary>
/// A descriptor as a stream: what the framework's own streams over files load takes longer than all that goes through one.
/// </summary>
internal sealed unsafe partial class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(new Span<byte>(buffer, offset, count));

    public override int Read(Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            nint count;
            while ((count = Read(descriptor, first, buffer.Length)) < 0)
            {
                ThrowUnlessInterrupted();
            }

            return (int)count;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(new ReadOnlySpan<byte>(buffer, offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            for (nint written = 0; written < buffer.Length;)
            {
                var count = Write(descriptor, first + written, buffer.Length - written);
                if (count < 0)
                {
                    ThrowUnlessInterrupted();
                    continue;
                }

                written += count;
            }
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _ = Close(descriptor);
        base.Dispose(disposing);
    }

    private static void ThrowUnlessInterrupted()
    {
        var error = Marshal.GetLastSystemError();
        if (error != Interrupted)
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        }
    }

    [LibraryImport(SystemLibrary.Name, EntryPoint = "read")]
    private static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport(SystemLibrary.Name, EntryPoint = "write")]
    private static partial nint Write(int descriptor, byte* buffer, nint count);

    [LibraryImport(SystemLibrary.Name, EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
