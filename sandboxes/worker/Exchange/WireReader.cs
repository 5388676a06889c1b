using System.Globalization;
using System.Numerics;
using System.Text;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>Reads one message of the other side. What does not fit what is declared is a <see cref="ViolationException"/>.</summary>
internal sealed partial class WireReader(Peer peer, byte[] bytes, int start)
{
    private const int MaxDepth = 64;
    private readonly ByteReader _reader = new(bytes, start);
    private int _depth;

    /// <summary>The collections whose content was read and that a call may change, in order, with where their items stand.</summary>
    public List<ReadCollection> Changeable { get; } = [];

    public int Position => _reader.Position;

    public byte Byte() => _reader.Byte();

    public int Number() => _reader.Number();

    public long Id() => _reader.Id();

    public string Text() => _reader.Text();

    public int Count(int max)
    {
        var count = Number();
        return count >= 0 && count <= max ? count : throw new ViolationException("a count is out of bounds");
    }

    public Type? Type() => peer.Names.Read(Text());

    public ReadOnlySpan<byte> Slice(int from, int to) => bytes.AsSpan(from, to - from);

    /// <summary>Reads a value as what is declared of it.</summary>
    public object? Value(Type declared)
    {
        if (++_depth > MaxDepth)
        {
            throw new ViolationException("values are nested too deep");
        }

        var tag = (Tag)Byte();
        var target = Nullable.GetUnderlyingType(declared) ?? declared;
        var value = tag switch
        {
            Tag.Null => null,
            Tag.Mine => Mine(target),
            Tag.Yours => peer.Find(Id()),
            Tag.Enum => Enum(target),
            Tag.Tuple => Tuple(target),
            Tag.Sequence => Sequence(target),
            Tag.Map => Map(target),
            Tag.Grid => Grid(target),
            Tag.Task => Task(target),
            Tag.Token => peer.ImportToken(Id(), _reader.Boolean()),
            Tag.Exception => Exception(),
            Tag.Builder => Builder(),
            _ => Plain(tag),
        };
        _depth--;
        return Fit(value, target, declared);
    }

    /// <summary>Reads items and gives each as what is declared of it.</summary>
    public List<object?> Items(Type element)
    {
        var items = new List<object?>();
        Each(() => items.Add(Value(element)));
        return items;
    }

    public List<ReadPair> Pairs(Type key, Type value)
    {
        var items = new List<ReadPair>();
        Each(() => items.Add(new ReadPair(Value(key), Value(value))));
        return items;
    }

    public Exception Exception()
    {
        if (++_depth > MaxDepth)
        {
            throw new ViolationException("exceptions are nested too deep");
        }

        var types = new string[Count(32)];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = Text();
        }

        var (message, parameter, own, yours) = (Text(), Text(), Id(), Id());
        var inner = new Exception[Count(16)];
        for (var i = 0; i < inner.Length; i++)
        {
            if (Byte() != (byte)Tag.Exception)
            {
                throw new ViolationException("an inner exception is none");
            }

            inner[i] = Exception();
        }

        _depth--;
        return yours != 0 && peer.Find(yours) is Exception mine ? mine
            : peer.Side.ImportException(peer, new ImportedException(types, message, parameter.Length == 0 ? null : parameter, own, yours,
                inner));
    }

    private void Each(Action read)
    {
        var count = Number();
        if (count >= 0)
        {
            for (var i = 0; i < count; i++)
            {
                read();
            }

            return;
        }

        while (Byte() == 1)
        {
            read();
        }
    }

    private object? Fit(object? value, Type target, Type declared)
    {
        if (value is null)
        {
            return target.IsValueType && target == declared && target != typeof(void) ? throw Unfit("null", declared) : null;
        }

        if (target.IsInstanceOfType(value) || target == typeof(void))
        {
            return value;
        }

        return Numbers.Convert(value, target)
            ?? (peer.Side.TryConvert(value, target, out var converted) ? converted : throw Unfit(value.GetType().Name, declared));
    }

    private static ViolationException Unfit(string value, Type declared) => new($"{value} came where {declared.Name} was declared");

    private object? Plain(Tag tag) => tag switch
    {
        Tag.Boolean => _reader.Boolean(),
        Tag.Char => (char)_reader.UInt16(),
        Tag.SByte => unchecked((sbyte)_reader.Byte()),
        Tag.Byte => _reader.Byte(),
        Tag.Int16 => _reader.Int16(),
        Tag.UInt16 => _reader.UInt16(),
        Tag.Int32 => _reader.Number(),
        Tag.UInt32 => _reader.UInt32(),
        Tag.Int64 => _reader.Id(),
        Tag.UInt64 => _reader.UInt64(),
        Tag.Single => _reader.Single(),
        Tag.Double => _reader.Double(),
        Tag.Decimal => _reader.Decimal(),
        Tag.String => Utf16(),
        _ => Rare(tag),
    };

    /// <summary>Apart from the others, because their types are of assemblies that few answers need.</summary>
    private object Rare(Tag tag) => tag switch
    {
        Tag.Half => _reader.Half(),
        Tag.Int128 => new Int128(_reader.UInt64(), _reader.UInt64()),
        Tag.UInt128 => new UInt128(_reader.UInt64(), _reader.UInt64()),
        Tag.BigInteger => new BigInteger(Bytes()),
        Tag.Complex => new Complex(_reader.Double(), _reader.Double()),
        Tag.Rune => new Rune(_reader.Int32()),
        Tag.DateTime => DateTime.FromBinary(_reader.Int64()),
        Tag.DateTimeOffset => new DateTimeOffset(_reader.Int64(), new TimeSpan(_reader.Int64())),
        Tag.TimeSpan => new TimeSpan(_reader.Int64()),
        Tag.DateOnly => DateOnly.FromDayNumber(_reader.Int32()),
        Tag.TimeOnly => new TimeOnly(_reader.Int64()),
        Tag.Guid => new Guid(_reader.Take(16)),
        Tag.Uri => new Uri(Utf16(), UriKind.RelativeOrAbsolute),
        Tag.Version => Version.Parse(Text()),
        Tag.Index => new Index(_reader.Int32(), _reader.Boolean()),
        Tag.Range => new Range(Part(), Part()),
        Tag.Culture => CultureInfo.GetCultureInfo(Text()),
        _ => throw new ViolationException("a value of no kind"),
    };

    private Index Part() => Byte() == (byte)Tag.Index
        ? new Index(_reader.Int32(), _reader.Boolean()) : throw new ViolationException("a range without an index");

    private StringBuilder Builder()
    {
        var from = Position;
        var builder = new StringBuilder(Utf16());
        Changeable.Add(new ReadCollection { Collection = builder, Start = from, End = Position });
        return builder;
    }

    private object Mine(Type target)
    {
        var id = Id();
        var names = new string[Count(16)];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Text();
        }

        return peer.Import(id, names, target);
    }

    private object Enum(Type target)
    {
        var type = Type();
        var (name, number) = (Text(), Id());
        var wanted = target.IsEnum ? target : type is { IsEnum: true } && target.IsAssignableFrom(type) ? type : null;
        if (wanted is null)
        {
            return number;
        }

        // Members mean what they are called; what has no name is meant by its number.
        return char.IsLetter(name.FirstOrDefault('0')) || name.StartsWith('_')
            ? System.Enum.TryParse(wanted, name, out var named)
            ? named : throw new ViolationException($"{wanted.Name} has no member {name}")
            : System.Enum.ToObject(wanted, number);
    }

    private object Tuple(Type target)
    {
        var count = Count(21);
        if (target.IsGenericType && (Shapes.IsTuple(target) || Shapes.IsPair(target)))
        {
            var flat = new List<Type>();
            Flatten(target, flat);
            if (flat.Count != count)
            {
                throw new ViolationException($"a tuple of {count} came where {target.Name} was declared");
            }

            var items = flat.ConvertAll(Value);
            _ = Text();
            return Nested(target, items, 0);
        }

        var loose = new object?[count];
        for (var i = 0; i < count; i++)
        {
            loose[i] = Value(typeof(object));
        }

        return Type() is { IsGenericType: true } type && (Shapes.IsTuple(type) || Shapes.IsPair(type)) && target.IsAssignableFrom(type)
            && type.GetGenericArguments().Length == count && count < 8
            ? Activator.CreateInstance(type, loose.Select((item, index) => Numbers.Convert(item, type.GetGenericArguments()[index]) ?? item)
                .ToArray())!
            : throw new ViolationException("a tuple came where none was declared");
    }

    private static void Flatten(Type tuple, List<Type> flat)
    {
        var arguments = tuple.GetGenericArguments();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (i == 7 && Shapes.IsTuple(arguments[i]))
            {
                Flatten(arguments[i], flat);
            }
            else
            {
                flat.Add(arguments[i]);
            }
        }
    }

    private static object Nested(Type tuple, List<object?> items, int from)
    {
        var arguments = tuple.GetGenericArguments();
        var own = items.Skip(from).Take(7).ToList();
        if (arguments.Length == 8)
        {
            own.Add(Nested(arguments[7], items, from + 7));
        }

        return Activator.CreateInstance(tuple, own.ToArray())!;
    }

    private object Task(Type target)
    {
        var declared = Tasks.IsTask(target) ? target : typeof(Task<object>);
        var (value, succeed, fail) = Tasks.Create(declared);
        peer.ImportTask(Id(), new PendingTask(Tasks.ResultType(declared), succeed, fail));
        return value;
    }

    private string Utf16()
    {
        if (_reader.Boolean())
        {
            return _reader.Text();
        }

        var text = Bytes();
        return new string(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, char>(text));
    }

    private ReadOnlySpan<byte> Bytes() => _reader.Take(Count(bytes.Length));
}
