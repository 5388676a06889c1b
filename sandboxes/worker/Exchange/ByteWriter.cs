using System.Buffers.Binary;
using System.Text;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>Writes plain values as <see cref="ByteReader"/> reads them.</summary>
internal sealed class ByteWriter
{
    private const int FirstLength = 256;
    private const int MoreBits = 0x80;
    private const int BitsOfByte = 7;
    private byte[] _bytes = new byte[FirstLength];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Byte(byte value) => Next(1)[0] = value;

    public void Boolean(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int16(short value) => BinaryPrimitives.WriteInt16LittleEndian(Next(sizeof(short)), value);

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Next(sizeof(ushort)), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Next(sizeof(int)), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Next(sizeof(uint)), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Next(sizeof(long)), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Next(sizeof(ulong)), value);

    public void Single(float value) => BinaryPrimitives.WriteSingleLittleEndian(Next(sizeof(float)), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Next(sizeof(double)), value);

    public void Half(Half value) => BinaryPrimitives.WriteHalfLittleEndian(Next(sizeof(short)), value);

    public void Decimal(decimal value)
    {
        foreach (var part in decimal.GetBits(value))
        {
            Int32(part);
        }
    }

    public void Number(int value) => Variable(unchecked((uint)value));

    public void Id(long value) => Variable(unchecked((ulong)value));

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Number(length);
        Encoding.UTF8.GetBytes(value, Next(length));
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Next(bytes.Length));

    private Span<byte> Next(int count)
    {
        var length = checked(Length + count);
        if (length > _bytes.Length)
        {
            var longer = new byte[Math.Max(length, (int)Math.Min(2L * _bytes.Length, Array.MaxLength))];
            Buffer.BlockCopy(_bytes, 0, longer, 0, Length);
            _bytes = longer;
        }

        var next = _bytes.AsSpan(Length, count);
        Length = length;
        return next;
    }

    private void Variable(ulong value)
    {
        while (value >= MoreBits)
        {
            Byte((byte)(value & (MoreBits - 1) | MoreBits));
            value >>= BitsOfByte;
        }

        Byte((byte)value);
    }
}
