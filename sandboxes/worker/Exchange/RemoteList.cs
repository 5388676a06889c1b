namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A list of the other side, seen as it is at each moment.</summary>
internal sealed class RemoteList<T> : RemoteEnumerable<T>, IList<T>, IReadOnlyList<T>
{
    private static readonly Type Own = typeof(IList<T>);

    /// <summary>The interface that it is asked by: the one that was declared.</summary>
    public Type Face { get; init; } = Own;

    public int Count => Get<int>(IsReadOnlyFace ? typeof(IReadOnlyCollection<T>) : typeof(ICollection<T>), "get_Count", []);

    public bool IsReadOnly => IsReadOnlyFace || Get<bool>(typeof(ICollection<T>), "get_IsReadOnly", []);

    /// <summary>Whether it has places: what is declared as a mere collection may be none that has.</summary>
    private bool HasPlaces => Face.Name.StartsWith("IList", StringComparison.Ordinal)
        || Face.Name.StartsWith("IReadOnlyList", StringComparison.Ordinal);

    private bool IsReadOnlyFace => Face.Name.StartsWith("IReadOnly", StringComparison.Ordinal);

    public T this[int index]
    {
        get => HasPlaces ? Get<T>(IsReadOnlyFace ? typeof(IReadOnlyList<T>) : Own, "get_Item", [typeof(int)], index) : Items()[index];
        set => Get<object>(Own, "set_Item", [typeof(int), typeof(T)], index, value);
    }

    /// <summary>Compared here: what an item is equal to is not the other side's to say.</summary>
    public int IndexOf(T item) => Items().IndexOf(item);

    public void Insert(int index, T item) => Get<object>(Own, "Insert", [typeof(int), typeof(T)], index, item);

    public void RemoveAt(int index) => Get<object>(Own, "RemoveAt", [typeof(int)], index);

    public void Add(T item) => Get<object>(typeof(ICollection<T>), "Add", [typeof(T)], item);

    public void Clear() => Get<object>(typeof(ICollection<T>), "Clear", []);

    /// <summary>Compared here: what an item is equal to is not the other side's to say.</summary>
    public bool Contains(T item) => this.Any(own => EqualityComparer<T>.Default.Equals(own, item));

    public void CopyTo(T[] array, int arrayIndex)
    {
        foreach (var item in this)
        {
            array[arrayIndex++] = item;
        }
    }

    private List<T> Items()
    {
        var items = new List<T>();
        foreach (var item in this)
        {
            items.Add(item);
        }

        return items;
    }

    public bool Remove(T item) => Get<bool>(typeof(ICollection<T>), "Remove", [typeof(T)], item);
}
