using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Eval.Checking;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>Writes one message.</summary>
internal sealed class WireWriter
{
    private const int MaxDepth = 64;
    private readonly Peer _peer;
    private readonly ByteWriter _writer = new();
    private int _depth;

    public WireWriter(Peer peer)
    {
        _peer = peer;
    }

    /// <summary>The collections whose content was written and that a call may change, in order.</summary>
    public List<object> Changeable { get; } = [];

    public ReadOnlySpan<byte> Written => _writer.Written;

    public byte[] ToArray() => _writer.Written.ToArray();

    public void Reset() => _writer.Clear();

    public void Byte(byte value) => _writer.Byte(value);

    public void Number(int value) => _writer.Number(value);

    public void Id(long value) => _writer.Id(value);

    public void Text(string value) => _writer.Text(value);

    public void TypeName(Type type) => _writer.Text(_peer.Names.Write(type));

    /// <summary>Writes a value as what is declared of it.</summary>
    public void Value(object? value, Type declared)
    {
        if (_writer.Length > _peer.Side.MaxBytes)
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
        var inner = exception is AggregateException all ? all.InnerExceptions.Take(16).ToList() : exception.InnerException is { } one
            ? [one] : [];
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
            case int number: Byte((byte)Tag.Int32); _writer.Number(number); return true;
            case bool flag: Byte((byte)Tag.Boolean); _writer.Boolean(flag); return true;
            case long number: Byte((byte)Tag.Int64); _writer.Id(number); return true;
            case double number: Byte((byte)Tag.Double); _writer.Double(number); return true;
            case char letter: Byte((byte)Tag.Char); _writer.UInt16(letter); return true;
            case decimal number: Byte((byte)Tag.Decimal); _writer.Decimal(number); return true;
            case byte number: Byte((byte)Tag.Byte); _writer.Byte(number); return true;
            case sbyte number: Byte((byte)Tag.SByte); _writer.Byte(unchecked((byte)number)); return true;
            case short number: Byte((byte)Tag.Int16); _writer.Int16(number); return true;
            case ushort number: Byte((byte)Tag.UInt16); _writer.UInt16(number); return true;
            case uint number: Byte((byte)Tag.UInt32); _writer.UInt32(number); return true;
            case ulong number: Byte((byte)Tag.UInt64); _writer.UInt64(number); return true;
            case float number: Byte((byte)Tag.Single); _writer.Single(number); return true;
            case ValueType or StringBuilder or CultureInfo or Version: return TryRare(value);
            // Its assembly is not loaded for those who have none.
            default: return value.GetType().FullName == "System.Uri" && TryRare(value);
        }
    }

    private bool TryRare(object value)
    {
        switch (value)
        {
            case Half number: Byte((byte)Tag.Half); _writer.Half(number); return true;
            case Int128 number: Byte((byte)Tag.Int128); _writer.UInt64((ulong)(number >> 64)); _writer.UInt64((ulong)number); return true;
            case UInt128 number: Byte((byte)Tag.UInt128); _writer.UInt64((ulong)(number >> 64)); _writer.UInt64((ulong)number); return true;
            case BigInteger number: Byte((byte)Tag.BigInteger); Bytes(number.ToByteArray()); return true;
            case Complex number: Byte((byte)Tag.Complex); _writer.Double(number.Real); _writer.Double(number.Imaginary); return true;
            case Rune rune: Byte((byte)Tag.Rune); _writer.Int32(rune.Value); return true;
            case DateTime time: Byte((byte)Tag.DateTime); _writer.Int64(time.ToBinary()); return true;
            case DateTimeOffset time: Byte((byte)Tag.DateTimeOffset); _writer.Int64(time.Ticks); _writer.Int64(
                time.Offset.Ticks); return true;
            case TimeSpan time: Byte((byte)Tag.TimeSpan); _writer.Int64(time.Ticks); return true;
            case DateOnly date: Byte((byte)Tag.DateOnly); _writer.Int32(date.DayNumber); return true;
            case TimeOnly time: Byte((byte)Tag.TimeOnly); _writer.Int64(time.Ticks); return true;
            case Guid id: Byte((byte)Tag.Guid); _writer.Bytes(id.ToByteArray()); return true;
            case Uri address: Byte((byte)Tag.Uri); Utf16(address.OriginalString); return true;
            case Version version: Byte((byte)Tag.Version); Text(version.ToString()); return true;
            case Index index: Byte((byte)Tag.Index); _writer.Int32(index.Value); _writer.Boolean(index.IsFromEnd); return true;
            case Range range: Byte((byte)Tag.Range); TryRare(range.Start); TryRare(range.End); return true;
            case CultureInfo culture: Byte((byte)Tag.Culture); Text(culture.Name); return true;
            case StringBuilder builder: Byte((byte)Tag.Builder); Utf16(builder.ToString()); Changeable.Add(builder); return true;
            case CancellationToken token: Byte((byte)Tag.Token); Id(_peer.ExportToken(token)); _writer.Boolean(
                token.IsCancellationRequested); return true;
            default: return false;
        }
    }

    private void Composite(object value, Type declared)
    {
        if ((value is IRemote remote ? remote.Handle : value is Delegate call ? DelegateFace.HandleOf(call) : null) is { } handle
            && handle.Peer == _peer)
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
            Id(Convert.ToInt64(Convert.ChangeType(value, Enum.GetUnderlyingType(type), CultureInfo.InvariantCulture) is ulong bits
                ? unchecked((long)bits) : value, CultureInfo.InvariantCulture));
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
        var arguments = declared.IsGenericType && declared.GetGenericArguments().Length == type.GetGenericArguments().Length
            ? declared.GetGenericArguments() : type.GetGenericArguments();
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
        _writer.Boolean(isPlain);
        if (isPlain)
        {
            _writer.Text(text);
        }
        else
        {
            Bytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        _writer.Bytes(bytes);
    }
}
