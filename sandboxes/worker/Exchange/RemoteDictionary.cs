using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A dictionary of the other side, seen as it is at each moment.</summary>
internal sealed class RemoteDictionary<TKey, TValue>
    : RemoteEnumerable<KeyValuePair<TKey, TValue>>, IDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>, IDictionary
    where TKey : notnull
{
    /// <summary>The interface that it is asked by: the one that was declared.</summary>
    public Type Face { get; init; } = typeof(IDictionary<TKey, TValue>);

    public ICollection<TKey> Keys => this.Select(pair => pair.Key).ToList();

    public ICollection<TValue> Values => this.Select(pair => pair.Value).ToList();

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => Keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => Values;

    ICollection IDictionary.Keys => (ICollection)Keys;

    ICollection IDictionary.Values => (ICollection)Values;

    public int Count => Get<int>(IsReadOnlyFace
        ? typeof(IReadOnlyCollection<KeyValuePair<TKey, TValue>>) : typeof(ICollection<KeyValuePair<TKey, TValue>>), "get_Count", []);

    public bool IsReadOnly => IsReadOnlyFace;

    public bool IsFixedSize => false;

    public bool IsSynchronized => false;

    public object SyncRoot => this;

    private bool IsReadOnlyFace => Face.Name.StartsWith("IReadOnly", StringComparison.Ordinal);

    private Type Own => IsReadOnlyFace ? typeof(IReadOnlyDictionary<TKey, TValue>) : typeof(IDictionary<TKey, TValue>);

    public TValue this[TKey key]
    {
        get => Get<TValue>(Own, "get_Item", [typeof(TKey)], key);
        set => Get<object>(typeof(IDictionary<TKey, TValue>), "set_Item", [typeof(TKey), typeof(TValue)], key, value);
    }

    public object? this[object key]
    {
        get => this[(TKey)key];
        set => this[(TKey)key] = (TValue)value!;
    }

    public void Add(TKey key, TValue value) =>
        Get<object>(typeof(IDictionary<TKey, TValue>), "Add", [typeof(TKey), typeof(TValue)], key, value);

    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    public void Add(object key, object? value) => Add((TKey)key, (TValue)value!);

    public bool ContainsKey(TKey key) => Get<bool>(Own, "ContainsKey", [typeof(TKey)], key);

    public bool Contains(object key) => key is TKey own && ContainsKey(own);

    public bool Contains(KeyValuePair<TKey, TValue> item) =>
        TryGetValue(item.Key, out var value) && EqualityComparer<TValue>.Default.Equals(value, item.Value);

    public bool Remove(TKey key) => Get<bool>(typeof(IDictionary<TKey, TValue>), "Remove", [typeof(TKey)], key);

    public bool Remove(KeyValuePair<TKey, TValue> item) => Contains(item) && Remove(item.Key);

    public void Remove(object key) => Remove((TKey)key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var has = ContainsKey(key);
        value = has ? this[key] : default;
        return has;
    }

    public void Clear() => Get<object>(typeof(ICollection<KeyValuePair<TKey, TValue>>), "Clear", []);

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (var pair in this)
        {
            array[arrayIndex++] = pair;
        }
    }

    public void CopyTo(Array array, int index)
    {
        foreach (var pair in this)
        {
            array.SetValue(pair, index++);
        }
    }

    IDictionaryEnumerator IDictionary.GetEnumerator() => this.ToDictionary().GetEnumerator();
}
