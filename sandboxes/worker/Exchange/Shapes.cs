using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>What kinds of values cross by their content, and how they are put together again.</summary>
internal static class Shapes
{
    private static readonly ConcurrentDictionary<Type, bool> Collections = new();

    private static readonly HashSet<string> Roots =
    [
        "System.Collections.Generic", "System.Collections.Concurrent", "System.Collections.Immutable", "System.Collections.ObjectModel",
        "System.Collections.Frozen", "System.Collections",
    ];

    /// <summary>Whether a type is a framework's collection that holds its items: no iterator, no query, no interface.</summary>
    public static bool IsCollection(Type type) => Collections.GetOrAdd(type, static key =>
        key.IsArray || (!key.IsInterface && FrameworkTypes.IsFramework(key) && typeof(IEnumerable).IsAssignableFrom(key)
            && Root(key) is { IsPublic: true, Namespace: { } space } && Roots.Contains(space)
            && !typeof(IEnumerator).IsAssignableFrom(key)));

    /// <summary>
    /// Whether an object of the framework has its items already, so that nobody sees whether they are asked for one by one.
    /// </summary>
    public static bool HoldsItems(object value) =>
        IsCollection(value.GetType()) || (value is ICollection && FrameworkTypes.IsFramework(value.GetType()));

    /// <summary>Whether a framework's collection is one of keys and values.</summary>
    public static bool IsMap(Type type) => !type.IsArray && MapArguments(type) is not null;

    public static bool IsTuple(Type type) =>
        typeof(ITuple).IsAssignableFrom(type) && type.Namespace == "System" && FrameworkTypes.IsFramework(type);

    public static bool IsPair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    /// <summary>The type of the items of a sequence; null where it is not known.</summary>
    public static Type? ElementType(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        {
            return type.GetGenericArguments()[0];
        }

        var face = type.GetInterfaces().FirstOrDefault(candidate => candidate.IsGenericType
            && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return face?.GetGenericArguments()[0];
    }

    /// <summary>The types of keys and values; null for what is no dictionary.</summary>
    public static (Type Key, Type Value)? MapArguments(Type type)
    {
        foreach (var face in type.IsInterface ? type.GetInterfaces().Prepend(type) : type.GetInterfaces())
        {
            if (face.IsGenericType && face.GetGenericTypeDefinition() is var definition
                && (definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>)))
            {
                var arguments = face.GetGenericArguments();
                return (arguments[0], arguments[1]);
            }
        }

        return typeof(IDictionary).IsAssignableFrom(type) ? (typeof(object), typeof(object)) : null;
    }

    /// <summary>Whether what a call does to the collection can be seen by its caller.</summary>
    public static bool IsMutable(Type type) => type.IsArray
        || (type.Namespace is not ("System.Collections.Immutable" or "System.Collections.Frozen")
            && !type.Name.StartsWith("ReadOnly", StringComparison.Ordinal));

    /// <summary>0 for the default comparer, 1 for one that ignores case; null for one that cannot be named.</summary>
    public static byte Comparer(object collection)
    {
        var comparer = collection is Array ? null
            : collection.GetType().GetProperty("Comparer", BindingFlags.Public | BindingFlags.Instance)?.GetValue(collection);
        return comparer is null ? (byte)0 : Equals(comparer, StringComparer.OrdinalIgnoreCase)
            ? (byte)1 : Equals(comparer, StringComparer.Ordinal) ? (byte)2 : (byte)0;
    }

    /// <summary>Makes a collection of a type from its items; null where it cannot be made.</summary>
    public static object? Build(Type target, Type element, List<object?> items, byte comparer)
    {
        var array = Array.CreateInstance(element, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            array.SetValue(items[i], i);
        }

        if (target.IsAssignableFrom(array.GetType()) && (target.IsArray || !target.IsInterface))
        {
            return array;
        }

        if (target.IsInterface || target == typeof(object))
        {
            return Interface(target, element, array);
        }

        if (target == typeof(BitArray))
        {
            return new BitArray((bool[])array);
        }

        if (target.Namespace is "System.Collections.Immutable" or "System.Collections.Frozen" || !IsCollection(target))
        {
            return Immutable(target, element, array);
        }

        if (target.IsGenericType && target.GetGenericTypeDefinition() == typeof(Stack<>) || target == typeof(Stack)
            || target.IsGenericType && target.GetGenericTypeDefinition() == typeof(ConcurrentStack<>))
        {
            Array.Reverse(array);
        }

        return comparer == 0 || element != typeof(string) ? Activator.CreateInstance(target, array)
            : Activator.CreateInstance(target, array, comparer == 1 ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
    }

    /// <summary>Makes a dictionary of a type; null where it cannot be made.</summary>
    public static object? BuildMap(Type target, Type key, Type value, List<ReadPair> items, byte comparer)
    {
        var plain = target.IsInterface || target == typeof(object)
            || target.Namespace is "System.Collections.Immutable" or "System.Collections.Frozen" or "System.Collections.ObjectModel"
            ? typeof(Dictionary<,>).MakeGenericType(key, value) : target;
        var map = (IDictionary?)(comparer == 0 || key != typeof(string) ? Activator.CreateInstance(plain)
            : Activator.CreateInstance(plain, comparer == 1 ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal));
        foreach (var item in items)
        {
            map!.Add(item.Key!, item.Value);
        }

        if (plain == target || target.IsAssignableFrom(plain))
        {
            return map;
        }

        return target.Namespace == "System.Collections.ObjectModel" ? Activator.CreateInstance(target, map)
            : Static(target, key, value, map!);
    }

    /// <summary>Gives a collection new items in place.</summary>
    public static void Refill(object collection, List<object?> items)
    {
        switch (collection)
        {
            case Array array when array.Length == items.Count:
                for (var i = 0; i < items.Count; i++)
                {
                    array.SetValue(items[i], i);
                }

                return;
            case IList { IsFixedSize: false, IsReadOnly: false } list:
                list.Clear();
                items.ForEach(item => list.Add(item));
                return;
        }

        var type = collection.GetType();
        var add = type.GetMethod("Add", [ElementType(type) ?? typeof(object)]) ?? type.GetMethod("Enqueue") ?? type.GetMethod("Push")
            ?? type.GetMethod("AddLast", [ElementType(type)!]);
        type.GetMethod("Clear")?.Invoke(collection, null);
        foreach (var item in add?.Name == "Push" ? Enumerable.Reverse(items) : items)
        {
            add?.Invoke(collection, [item]);
        }
    }

    private static Type Root(Type type)
    {
        // Frozen and concurrent collections are made of types that nobody names.
        while (!type.IsPublic && type.BaseType is { } up && up != typeof(object))
        {
            type = up;
        }

        return type.IsGenericType ? type.GetGenericTypeDefinition() : type;
    }

    private static object? Interface(Type target, Type element, Array array)
    {
        var list = Activator.CreateInstance(typeof(List<>).MakeGenericType(element), array)!;
        if (target.IsAssignableFrom(list.GetType()))
        {
            return list;
        }

        var set = Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(element), array)!;
        return target.IsAssignableFrom(set.GetType()) ? set : null;
    }

    private static object? Immutable(Type target, Type element, Array array)
    {
        var name = target.Name.Split('`')[0];
        var factory = Type.GetType($"System.Collections.Immutable.{name}, System.Collections.Immutable");
        if (factory is null)
        {
            return name == "FrozenSet" || target.BaseType?.Name.StartsWith("FrozenSet", StringComparison.Ordinal) == true
                ? Type.GetType("System.Collections.Frozen.FrozenSet, System.Collections.Immutable")!.GetMethods()
                .First(method => method.Name == "ToFrozenSet")
                    .MakeGenericMethod(element).Invoke(null, [array, null])
                : null;
        }

        return factory.GetMethods().First(method => method.Name == "CreateRange"
            && method.GetParameters() is [{ ParameterType: { IsGenericType: true } only }]
            && only.GetGenericTypeDefinition() == typeof(IEnumerable<>)).MakeGenericMethod(element).Invoke(null, [array]);
    }

    private static object? Static(Type target, Type key, Type value, IDictionary map)
    {
        var name = target.Name.Split('`')[0];
        var isFrozen = target.Namespace == "System.Collections.Frozen";
        var factory = Type.GetType(isFrozen ? "System.Collections.Frozen.FrozenDictionary, System.Collections.Immutable"
            : $"System.Collections.Immutable.{name}, System.Collections.Immutable");
        var method = factory?.GetMethods().FirstOrDefault(candidate => candidate.Name == (isFrozen ? "ToFrozenDictionary" : "CreateRange")
            && candidate.GetParameters().Length == (isFrozen ? 2 : 1) && candidate.GetGenericArguments().Length == 2);
        return method?.MakeGenericMethod(key, value).Invoke(null, isFrozen ? [map, null] : [map]);
    }
}
