using System.Globalization;
using System.Text;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>
/// Names types on the wire: <c>f</c> a framework's (assembly and name), <c>q</c> one that the task asks for, <c>g</c> a constructed one,
/// <c>a</c> an
/// array, <c>j</c> any other. Names are resolved by tables of the side that reads them.
/// </summary>
internal sealed class TypeNames(Side side)
{
    private const int MaxDepth = 16;
    private const int MaxNames = 2000;
    private readonly Dictionary<Type, string> _written = [];
    private readonly Dictionary<string, Type?> _read = [];

    public string Write(Type type)
    {
        lock (_written)
        {
            if (!_written.TryGetValue(type, out var name))
            {
                var text = new StringBuilder();
                Append(text, type);
                _written[type] = name = text.ToString();
            }

            return name;
        }
    }

    /// <summary>Returns the type; null for one that is not known here.</summary>
    public Type? Read(string name)
    {
        lock (_read)
        {
            if (!_read.TryGetValue(name, out var type))
            {
                var position = 0;
                // Each may make types that stay as long as this process.
                _read[name] = type = _read.Count < MaxNames
                    ? Parse(name, ref position, 0) : throw new ViolationException("too many types are named");
            }

            return type;
        }
    }

    private void Append(StringBuilder text, Type type)
    {
        if (type.IsByRef)
        {
            Append(text, type.GetElementType()!);
        }
        else if (type.IsArray)
        {
            text.Append('a').Append(type.GetArrayRank().ToString(CultureInfo.InvariantCulture));
            Append(text, type.GetElementType()!);
        }
        else if (type is { IsGenericType: true, IsGenericTypeDefinition: false })
        {
            var arguments = type.GetGenericArguments();
            text.Append('g').Append(arguments.Length.ToString(CultureInfo.InvariantCulture)).Append(';');
            Append(text, type.GetGenericTypeDefinition());
            foreach (var argument in arguments)
            {
                Append(text, argument);
            }
        }
        else if (side.IsAsked(type))
        {
            text.Append('q').Append(type.FullName).Append(';');
        }
        else if (FrameworkTypes.IsFramework(type))
        {
            text.Append('f').Append(type.Assembly.GetName().Name).Append('/').Append(type.FullName).Append(';');
        }
        else
        {
            text.Append('j');
        }
    }

    private Type? Parse(string name, ref int position, int depth)
    {
        if (depth > MaxDepth || position >= name.Length)
        {
            return null;
        }

        switch (name[position++])
        {
            case 'a':
                var rank = position < name.Length ? name[position++] - '0' : 0;
                var element = Parse(name, ref position, depth + 1);
                return element is null || rank is < 1 or > 8 ? null : rank == 1 ? element.MakeArrayType() : element.MakeArrayType(rank);
            case 'g':
                return int.TryParse(Until(name, ref position), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    && count is > 0 and < 16
                    ? Constructed(name, ref position, count, depth) : null;
            case 'q':
                return side.FindAsked(Until(name, ref position));
            case 'f':
                return Until(name, ref position).Split('/', 2) is [var assembly, var full] ? side.FindFramework(assembly, full) : null;
            case 'j':
                return side.Foreign;
            default:
                return null;
        }
    }

    private Type? Constructed(string name, ref int position, int count, int depth)
    {
        var definition = Parse(name, ref position, depth + 1);
        var arguments = new Type?[count];
        for (var i = 0; i < count; i++)
        {
            arguments[i] = Parse(name, ref position, depth + 1);
        }

        if (definition is null || arguments.Any(argument => argument is null))
        {
            return null;
        }

        if (!definition.IsGenericTypeDefinition || definition.GetGenericArguments().Length != count)
        {
            return definition.IsGenericTypeDefinition ? null : definition;
        }

        try
        {
            return definition.MakeGenericType(arguments!);
        }
        catch (ArgumentException)
        {
            // A constraint that the other side's type meets and this side's does not.
            return null;
        }
    }

    private static string Until(string name, ref int position)
    {
        var end = name.IndexOf(';', position);
        var part = end < 0 ? "" : name[position..end];
        position = end < 0 ? name.Length : end + 1;
        return part;
    }
}
