using Eval.Judging;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A list of the other side, seen as it is at each moment.</summary>
internal sealed class RemoteList<T> : RemoteEnumerable<T>, IList<T>, IReadOnlyList<T>
{
    private static readonly Type Own = typeof(IList<T>);

    /// <summary>The interface that it is asked by: the one that was declared.</summary>
    public Type Face { get; init; } = Own;

    public int Count => Get<int>(IsReadOnlyFace ? typeof(IReadOnlyCollection<T>) : typeof(ICollection<T>), "get_Count", []);

    public bool IsReadOnly => IsReadOnlyFace || Get<bool>(typeof(ICollection<T>), "get_IsReadOnly", []);

    private bool IsReadOnlyFace => Face.Name.StartsWith("IReadOnly", StringComparison.Ordinal);

    public T this[int index]
    {
        get => Get<T>(IsReadOnlyFace ? typeof(IReadOnlyList<T>) : Own, "get_Item", [typeof(int)], index);
        set => Get<object>(Own, "set_Item", [typeof(int), typeof(T)], index, value);
    }

    public int IndexOf(T item) => Get<int>(Own, "IndexOf", [typeof(T)], item);

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

    public bool Remove(T item) => Get<bool>(typeof(ICollection<T>), "Remove", [typeof(T)], item);
}
