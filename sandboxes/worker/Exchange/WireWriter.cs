using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Eval.Judging;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>Writes one message.</summary>
internal sealed class WireWriter : IDisposable
{
    private const int MaxDepth = 64;
    private readonly Peer _peer;
    private readonly MemoryStream _bytes = new();
    private readonly BinaryWriter _writer;
    private int _depth;

    public WireWriter(Peer peer)
    {
        _peer = peer;
        _writer = new BinaryWriter(_bytes, Encoding.UTF8);
    }

    /// <summary>The collections whose content was written and that a call may change, in order.</summary>
    public List<object> Changeable { get; } = [];

    public ReadOnlySpan<byte> Written => _bytes.GetBuffer().AsSpan(0, checked((int)_bytes.Length));

    public byte[] ToArray() => _bytes.ToArray();

    public void Reset() => _bytes.SetLength(0);

    public void Byte(byte value) => _writer.Write(value);

    public void Number(int value) => _writer.Write7BitEncodedInt(value);

    public void Id(long value) => _writer.Write7BitEncodedInt64(value);

    public void Text(string value) => _writer.Write(value);

    public void TypeName(Type type) => _writer.Write(_peer.Names.Write(type));

    public void Dispose() => _writer.Dispose();

    /// <summary>Writes a value as what is declared of it.</summary>
    public void Value(object? value, Type declared)
    {
        if (_bytes.Length > _peer.Side.MaxBytes)
        {
            throw new TooMuchException();
        }

        if (++_depth > MaxDepth)
        {
            throw new TooMuchException();
        }

        if (!TryPlain(value))
        {
            Composite(value!, Nullable.GetUnderlyingType(declared) ?? declared);
        }

        _depth--;
    }

    /// <summary>Writes the items of a collection without what it is.</summary>
    public void Items(object collection, Type declared)
    {
        if (Shapes.IsMap(collection.GetType()))
        {
            var (key, value) = Shapes.MapArguments(declared) ?? Shapes.MapArguments(collection.GetType())!.Value;
            Counted((IEnumerable)collection, item =>
            {
                var (itemKey, itemValue) = item is DictionaryEntry entry ? (entry.Key, entry.Value) : Pair(item!);
                Value(itemKey, key);
                Value(itemValue, value);
            });
            return;
        }

        Elements((IEnumerable)collection, Shapes.ElementType(declared) ?? Shapes.ElementType(collection.GetType()) ?? typeof(object));
    }

    /// <summary>Writes items each as what is declared of it: those of a dictionary are pairs.</summary>
    public void Elements(IEnumerable items, Type element) => Counted(items, item => Value(item, element));

    /// <summary>Writes an exception.</summary>
    public void Exception(Exception exception)
    {
        Byte((byte)Tag.Exception);
        var names = _peer.Side.NamesOf(exception).ToList();
        Number(names.Count);
        names.ForEach(Text);
        Text(MessageOf(exception));
        Text(exception is ArgumentException { ParamName: { } parameter } ? parameter : "");
        Id(_peer.Export(exception));
        Id(_peer.OriginOf(exception));
        var inner = exception is AggregateException all ? all.InnerExceptions.Take(16).ToList() : exception.InnerException is { } one ? [one] : [];
        Number(_depth > 8 ? 0 : inner.Count);
        foreach (var part in _depth++ > 8 ? [] : inner)
        {
            Exception(part);
        }

        _depth--;
    }

    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message is { Length: > 4096 } text ? text[..4096] : exception.Message ?? "";
        }
        catch (Exception)
        {
            return "";
        }
    }

    private static (object? Key, object? Value) Pair(object pair)
    {
        var type = pair.GetType();
        return (type.GetProperty("Key")!.GetValue(pair), type.GetProperty("Value")!.GetValue(pair));
    }

    private bool TryPlain(object? value)
    {
        switch (value)
        {
            case null: Byte((byte)Tag.Null); return true;
            case string text: Byte((byte)Tag.String); Utf16(text); return true;
            case Enum: return false;
            case int number: Byte((byte)Tag.Int32); _writer.Write7BitEncodedInt(number); return true;
            case bool flag: Byte((byte)Tag.Boolean); _writer.Write(flag); return true;
            case long number: Byte((byte)Tag.Int64); _writer.Write7BitEncodedInt64(number); return true;
            case double number: Byte((byte)Tag.Double); _writer.Write(number); return true;
            case char letter: Byte((byte)Tag.Char); _writer.Write((ushort)letter); return true;
            case decimal number: Byte((byte)Tag.Decimal); _writer.Write(number); return true;
            case byte number: Byte((byte)Tag.Byte); _writer.Write(number); return true;
            case sbyte number: Byte((byte)Tag.SByte); _writer.Write(number); return true;
            case short number: Byte((byte)Tag.Int16); _writer.Write(number); return true;
            case ushort number: Byte((byte)Tag.UInt16); _writer.Write(number); return true;
            case uint number: Byte((byte)Tag.UInt32); _writer.Write(number); return true;
            case ulong number: Byte((byte)Tag.UInt64); _writer.Write(number); return true;
            case float number: Byte((byte)Tag.Single); _writer.Write(number); return true;
            default: return value is not ValueType and not Uri and not Version and not CultureInfo and not StringBuilder ? false : TryRare(value);
        }
    }

    private bool TryRare(object value)
    {
        switch (value)
        {
            case Half number: Byte((byte)Tag.Half); _writer.Write(number); return true;
            case Int128 number: Byte((byte)Tag.Int128); _writer.Write((ulong)(number >> 64)); _writer.Write((ulong)number); return true;
            case UInt128 number: Byte((byte)Tag.UInt128); _writer.Write((ulong)(number >> 64)); _writer.Write((ulong)number); return true;
            case BigInteger number: Byte((byte)Tag.BigInteger); Bytes(number.ToByteArray()); return true;
            case Complex number: Byte((byte)Tag.Complex); _writer.Write(number.Real); _writer.Write(number.Imaginary); return true;
            case Rune rune: Byte((byte)Tag.Rune); _writer.Write(rune.Value); return true;
            case DateTime time: Byte((byte)Tag.DateTime); _writer.Write(time.ToBinary()); return true;
            case DateTimeOffset time: Byte((byte)Tag.DateTimeOffset); _writer.Write(time.Ticks); _writer.Write(time.Offset.Ticks); return true;
            case TimeSpan time: Byte((byte)Tag.TimeSpan); _writer.Write(time.Ticks); return true;
            case DateOnly date: Byte((byte)Tag.DateOnly); _writer.Write(date.DayNumber); return true;
            case TimeOnly time: Byte((byte)Tag.TimeOnly); _writer.Write(time.Ticks); return true;
            case Guid id: Byte((byte)Tag.Guid); _writer.Write(id.ToByteArray()); return true;
            case Uri address: Byte((byte)Tag.Uri); Utf16(address.OriginalString); return true;
            case Version version: Byte((byte)Tag.Version); Text(version.ToString()); return true;
            case Index index: Byte((byte)Tag.Index); _writer.Write(index.Value); _writer.Write(index.IsFromEnd); return true;
            case Range range: Byte((byte)Tag.Range); TryRare(range.Start); TryRare(range.End); return true;
            case CultureInfo culture: Byte((byte)Tag.Culture); Text(culture.Name); return true;
            case StringBuilder builder: Byte((byte)Tag.Builder); Utf16(builder.ToString()); Changeable.Add(builder); return true;
            case CancellationToken token: Byte((byte)Tag.Token); Id(_peer.ExportToken(token)); _writer.Write(token.IsCancellationRequested); return true;
            default: return false;
        }
    }

    private void Composite(object value, Type declared)
    {
        if ((value is IRemote remote ? remote.Handle : value is Delegate call ? DelegateFace.HandleOf(call) : null) is { } handle && handle.Peer == _peer)
        {
            Byte((byte)Tag.Yours);
            Id(handle.Id);
            return;
        }

        var type = value.GetType();
        if (type.IsEnum)
        {
            Byte((byte)Tag.Enum);
            TypeName(type);
            Text(value.ToString() ?? "");
            Id(Convert.ToInt64(Convert.ChangeType(value, Enum.GetUnderlyingType(type), CultureInfo.InvariantCulture) is ulong bits ? unchecked((long)bits) : value, CultureInfo.InvariantCulture));
            return;
        }

        if (Tasks.AsTask(value) is { } task)
        {
            Byte((byte)Tag.Task);
            Id(_peer.ExportTask(task, Tasks.ResultType(declared) ?? Tasks.ResultType(type) ?? typeof(void)));
            return;
        }

        if (Shapes.IsTuple(type) || Shapes.IsPair(type))
        {
            Tuple(value, type, declared);
            return;
        }

        if (value is Array { Rank: > 1 } grid)
        {
            Grid(grid, type);
        }
        else if (ByValue(value, type, declared))
        {
            Collection(value, type, declared);
        }
        else if (_peer.Side.TryConvert(value, declared, out var converted) && TryPlain(converted))
        {
            // Written.
        }
        else if (value is Exception exception)
        {
            Exception(exception);
        }
        else
        {
            Mine(value);
        }
    }

    private bool ByValue(object value, Type type, Type declared) => Shapes.IsCollection(type)
        ? _peer.Side.CopiesCollections || !declared.IsInterface
        : !_peer.Side.CopiesCollections && value is IEnumerable and not IRemote && !declared.IsInterface && Shapes.IsCollection(declared);

    private void Collection(object value, Type type, Type declared)
    {
        Byte((byte)(Shapes.IsMap(type) ? Tag.Map : Tag.Sequence));
        TypeName(type);
        Byte(Shapes.IsCollection(type) ? Shapes.Comparer(value) : (byte)0);
        if (Shapes.IsCollection(type) && Shapes.IsMutable(type))
        {
            Changeable.Add(value);
            Byte(1);
        }
        else
        {
            Byte(0);
        }

        Items(value, Shapes.IsCollection(declared) || declared.IsInterface ? declared : type);
    }

    private void Mine(object value)
    {
        Byte((byte)Tag.Mine);
        Id(_peer.Export(value));
        var names = _peer.Side.NamesOf(value).Take(16).ToList();
        Number(names.Count);
        names.ForEach(Text);
    }

    private void Tuple(object value, Type type, Type declared)
    {
        var arguments = declared.IsGenericType && declared.GetGenericArguments().Length == type.GetGenericArguments().Length ? declared.GetGenericArguments() : type.GetGenericArguments();
        Byte((byte)Tag.Tuple);
        if (value is ITuple tuple)
        {
            Number(tuple.Length);
            for (var i = 0; i < tuple.Length; i++)
            {
                Value(tuple[i], i < 7 && i < arguments.Length ? arguments[i] : typeof(object));
            }
        }
        else
        {
            var (key, item) = Pair(value);
            Number(2);
            Value(key, arguments[0]);
            Value(item, arguments[1]);
        }

        TypeName(type);
    }

    private void Grid(Array grid, Type type)
    {
        Byte((byte)Tag.Grid);
        TypeName(type);
        for (var i = 0; i < grid.Rank; i++)
        {
            Number(grid.GetLength(i));
        }

        foreach (var item in grid)
        {
            Value(item, type.GetElementType()!);
        }
    }

    private void Counted(IEnumerable items, Action<object?> write)
    {
        if (items is ICollection { Count: var known })
        {
            Number(known);
            foreach (var item in items)
            {
                write(item);
            }

            return;
        }

        // Where nobody knows the number yet, each item is announced.
        Number(-1);
        foreach (var item in items)
        {
            Byte(1);
            write(item);
        }

        Byte(0);
    }

    /// <summary>Half characters must come through as they are.</summary>
    private void Utf16(string text)
    {
        var isPlain = System.Text.Ascii.IsValid(text);
        _writer.Write(isPlain);
        if (isPlain)
        {
            _writer.Write(text);
        }
        else
        {
            Bytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        _writer.Write(bytes);
    }
}
