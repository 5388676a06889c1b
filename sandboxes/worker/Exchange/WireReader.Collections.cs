namespace Eval.Sandboxes.Worker.Exchange;

/// <content>Collections.</content>
internal sealed partial class WireReader
{
    private object Sequence(Type target)
    {
        var (type, comparer, isChangeable) = (Type(), Byte(), Byte() == 1);
        var wanted = Wanted(type, target);
        var element = Shapes.ElementType(wanted) ?? typeof(object);
        var read = new ReadCollection { Start = Position };
        if (isChangeable)
        {
            Changeable.Add(read);
        }

        var items = Items(element);
        var built = Made(() => Shapes.Build(wanted, element, items, comparer), target);
        (read.Collection, read.End) = (built, Position);
        return built;
    }

    private object Map(Type target)
    {
        var (type, comparer, isChangeable) = (Type(), Byte(), Byte() == 1);
        var wanted = Wanted(type, target);
        if (Shapes.MapArguments(wanted) is not var (key, value))
        {
            // A dictionary is a sequence of pairs too.
            var element = Shapes.ElementType(wanted) is { } pair && Shapes.IsPair(pair)
                ? pair : throw new ViolationException($"a dictionary came where {target.Name} was declared");
            (key, value) = (element.GetGenericArguments()[0], element.GetGenericArguments()[1]);
            var pairs = Pairs(key, value).ConvertAll(item => Activator.CreateInstance(element, item.Key, item.Value));
            return Made(() => Shapes.Build(wanted, element, pairs, comparer), target);
        }

        var read = new ReadCollection { Start = Position };
        if (isChangeable)
        {
            Changeable.Add(read);
        }

        var items = Pairs(key, value);
        var built = Made(() => Shapes.BuildMap(wanted, key, value, items, comparer), target);
        (read.Collection, read.End) = (built, Position);
        return built;
    }

    private static object Made(Func<object?> make, Type target)
    {
        try
        {
            return make() ?? throw new ViolationException($"a collection came where {target.Name} was declared");
        }
        catch (Exception e) when (e is not ViolationException)
        {
            throw new ViolationException($"a collection came that cannot be {target.Name}: {e.GetType().Name}");
        }
    }

    /// <summary>What is sent decides only where what is declared leaves it open.</summary>
    private static Type Wanted(Type? sent, Type target) =>
        sent is not null && Shapes.IsCollection(sent) && target.IsAssignableFrom(sent) ? sent
        : target == typeof(object) || target == typeof(System.Collections.IEnumerable) ? typeof(List<object>) : target;

    private Array Grid(Type target)
    {
        if (Type() is not { IsArray: true } type || type.GetArrayRank() is < 2 or > 4 || !target.IsAssignableFrom(type))
        {
            throw new ViolationException($"a grid came where {target.Name} was declared");
        }

        var lengths = new int[type.GetArrayRank()];
        long all = 1;
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = Count(bytes.Length);
            all *= lengths[i];
        }

        if (all > bytes.Length)
        {
            throw new ViolationException("a grid has fewer items than it tells");
        }

        var grid = Array.CreateInstance(type.GetElementType()!, lengths);
        var indices = new int[lengths.Length];
        for (long i = 0; i < all; i++)
        {
            grid.SetValue(Value(type.GetElementType()!), indices);
            for (var j = lengths.Length - 1; j >= 0 && ++indices[j] == lengths[j] && j > 0; j--)
            {
                indices[j] = 0;
            }
        }

        return grid;
    }
}
