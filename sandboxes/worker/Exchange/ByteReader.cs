using System.Buffers.Binary;
using System.Text;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>
/// Reads plain values from an array. The framework's own reader does the same over streams and with decoders, which a process that lives
/// for one answer would pay for.
/// </summary>
internal sealed class ByteReader(byte[] bytes, int start)
{
    private const int MoreBits = 0x80;
    private const int BitsOfByte = 7;

    public int Position { get; private set; } = start;

    public byte Byte() => Take(1)[0];

    public bool Boolean() => Byte() != 0;

    public short Int16() => BinaryPrimitives.ReadInt16LittleEndian(Take(sizeof(short)));

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public Half Half() => BinaryPrimitives.ReadHalfLittleEndian(Take(sizeof(short)));

    /// <exception cref="ArgumentException">The bytes are no decimal.</exception>
    public decimal Decimal() => new([Int32(), Int32(), Int32(), Int32()]);

    public int Number() => unchecked((int)Variable());

    public long Id() => unchecked((long)Variable());

    public string Text()
    {
        var length = Number();
        return Encoding.UTF8.GetString(Take(length));
    }

    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - Position)
        {
            throw new EndOfStreamException();
        }

        var taken = bytes.AsSpan(Position, count);
        Position += count;
        return taken;
    }

    private ulong Variable()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += BitsOfByte)
        {
            var part = Byte();
            value |= (ulong)(part & ~MoreBits) << shift;
            if (part < MoreBits)
            {
                return value;
            }
        }

        throw new FormatException();
    }
}
