namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>Writes replies to calls, and serves those of the exchange itself.</summary>
internal static class Served
{
    public const string Items = "#items";
    public const string Step = "#step";
    public const string String = "#string";
    public const string AreEqual = "#equals";
    public const string Hash = "#hash";
    public const string Order = "#order";

    /// <summary>Writes what a call returned, what came through its references, and the collections that it changed.</summary>
    public static void Write(WireWriter reply, object? result, Type resultType, IReadOnlyList<ReturnedValue> references, WireReader call,
        long copy, Peer peer)
    {
        reply.Value(result, resultType);
        foreach (var reference in references)
        {
            reply.Value(reference.Value, reference.Type);
        }

        var changed = new List<int>();
        for (var i = 0; i < call.Changeable.Count; i++)
        {
            var read = call.Changeable[i];
            if (Content(peer, read.Collection) is { } bytes && !bytes.AsSpan().SequenceEqual(call.Slice(read.Start, read.End)))
            {
                changed.Add(i);
            }
        }

        reply.Number(changed.Count);
        foreach (var index in changed)
        {
            reply.Number(index);
            if (call.Changeable[index].Collection is System.Text.StringBuilder builder)
            {
                reply.Value(builder.ToString(), typeof(string));
            }
            else
            {
                reply.Items(call.Changeable[index].Collection!, call.Changeable[index].Collection!.GetType());
            }
        }

        reply.Id(copy);
    }

    /// <summary>Returns what comes back through the references of a call.</summary>
    public static IReadOnlyList<ReturnedValue> References(CallHead head, object?[] arguments, Func<int, Type> typeOf)
    {
        List<ReturnedValue>? found = null;
        for (var i = 0; i < head.Parameters.Length; i++)
        {
            if (head.Parameters[i].Mode != CallParameter.ByValue)
            {
                (found ??= []).Add(new ReturnedValue(arguments[i], typeOf(i)));
            }
        }

        return found ?? (IReadOnlyList<ReturnedValue>)[];
    }

    /// <summary>Serves a call of the exchange itself on an object that this side keeps.</summary>
    public static void Special(Peer peer, CallHead head, WireReader call, WireWriter reply)
    {
        var target = peer.Find(head.Target);
        switch (head.Name)
        {
            case Items when target is System.Collections.IEnumerable items:
                var element = peer.Names.Read(head.Result) ?? typeof(object);
                if (Shapes.HoldsItems(target))
                {
                    reply.Byte(1);
                    reply.Elements(items, element);
                }
                else
                {
                    reply.Byte(0);
                    reply.Id(peer.Export(Enumerator(items)));
                }

                break;
            case Step when target is System.Collections.IEnumerator enumerator:
                var hasNext = enumerator.MoveNext();
                reply.Byte(hasNext ? (byte)1 : (byte)0);
                if (hasNext)
                {
                    reply.Value(enumerator.Current, peer.Names.Read(head.Result) ?? typeof(object));
                }
                else
                {
                    (enumerator as IDisposable)?.Dispose();
                }

                break;
            case String:
                reply.Value(target.ToString(), typeof(string));
                break;
            case AreEqual:
                reply.Value(target.Equals(call.Value(typeof(object))), typeof(bool));
                break;
            case Hash:
                reply.Value(target.GetHashCode(), typeof(int));
                break;
            case Order when target is IComparable comparable:
                reply.Value(comparable.CompareTo(call.Value(typeof(object))), typeof(int));
                break;
            default:
                throw new ViolationException($"nothing is known of {head.Name} there");
        }
    }

    /// <summary>The generic enumerator where there is one: an object may have several.</summary>
    private static System.Collections.IEnumerator Enumerator(System.Collections.IEnumerable items)
    {
        var face = items.GetType().GetInterfaces()
            .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return face is null ? items.GetEnumerator()
            : (System.Collections.IEnumerator)face.GetMethod("GetEnumerator")!.Invoke(items,
                System.Reflection.BindingFlags.DoNotWrapExceptions, null, null, null)!;
    }

    private static byte[]? Content(Peer peer, object? collection)
    {
        if (collection is null)
        {
            return null;
        }

        var writer = new WireWriter(peer);
        if (collection is System.Text.StringBuilder)
        {
            writer.Value(collection, typeof(object));
            return writer.Written[1..].ToArray();
        }

        writer.Items(collection, collection.GetType());
        return writer.ToArray();
    }
}
