using System.Globalization;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>Calls members of the other side.</summary>
internal static class Caller
{
    /// <summary>Calls a member; puts back what came through its references and what it did to collections.</summary>
    /// <returns>What it returned, and the number of the copy that it was called on, 0 for none.</returns>
    public static (object? Result, long Copy) Call(
        Peer peer, long target, Type? declaring, string name, Type[] generics, Type[] types, object?[] arguments, Type result,
            string modes = "", bool isOnCopy = false)
    {
        var parameters = new CallParameter[types.Length];
        for (var i = 0; i < types.Length; i++)
        {
            parameters[i] = new CallParameter(peer.Names.Write(types[i]), Mode(modes, i));
        }

        var head = new CallHead(
            target, declaring is null ? "" : peer.Names.Write(declaring), name, isOnCopy, CultureInfo.CurrentCulture.Name,
            Array.ConvertAll(generics, peer.Names.Write), parameters, peer.Names.Write(result));
        var message = new WireWriter(peer);
        var (kind, reply) = peer.Call(message, writer =>
        {
            head.Write(writer);
            for (var i = 0; i < types.Length; i++)
            {
                if (parameters[i].Mode != CallParameter.Out)
                {
                    writer.Value(arguments[i], types[i]);
                }
            }
        });
        Check(peer, kind, reply);
        long copy = 0;
        var returned = Guarded(() =>
        {
            var value = reply.Value(result);
            for (var i = 0; i < types.Length; i++)
            {
                if (parameters[i].Mode != CallParameter.ByValue)
                {
                    arguments[i] = reply.Value(types[i]);
                }
            }

            PutBack(message.Changeable, reply);
            copy = reply.Id();
            return value;
        });
        return (returned, copy);
    }

    /// <summary>Reads what the other side sent; whatever cannot be read is its fault.</summary>
    public static T Guarded<T>(Func<T> read)
        where T : class?
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not ViolationException and not MissingException and not ExchangeOverException)
        {
            throw new ViolationException($"what came cannot be read: {e.GetType().Name}");
        }
    }

    /// <summary>Makes a call of the exchange itself on an object, and returns the reply.</summary>
    public static WireReader Ask(Peer peer, long target, string name, Type result, params object?[] arguments)
    {
        var head = new CallHead(target, "", name, false, "", [],
            Array.ConvertAll(arguments, _ => new CallParameter(peer.Names.Write(typeof(object)),
            CallParameter.ByValue)), peer.Names.Write(result));
        var message = new WireWriter(peer);
        var (kind, reply) = peer.Call(message, writer =>
        {
            head.Write(writer);
            Array.ForEach(arguments, argument => writer.Value(argument, typeof(object)));
        });
        Check(peer, kind, reply);
        return reply;
    }

    private static byte Mode(string modes, int index) =>
        (byte)(index >= modes.Length ? 0 : modes[index] switch { 'r' => CallParameter.ByReference, 'o' => CallParameter.Out,
        _ => CallParameter.ByValue });

    private static void Check(Peer peer, MessageKind kind, WireReader reply)
    {
        switch (kind)
        {
            case MessageKind.Returned:
                return;
            case MessageKind.Threw:
                throw Guarded(() =>
                {
                    _ = reply.Byte();
                    return reply.Exception();
                });
            case MessageKind.Missing:
                throw peer.Side.Refuse(new MissingException(Guarded(reply.Text)));
            default:
                throw new ViolationException("a reply of no kind");
        }
    }

    private static void PutBack(List<object> sent, WireReader reply)
    {
        for (var left = reply.Count(sent.Count); left > 0; left--)
        {
            var collection = sent[reply.Count(sent.Count - 1)];
            var type = collection.GetType();
            if (collection is System.Text.StringBuilder builder)
            {
                var text = (string?)reply.Value(typeof(string));
                builder.Clear().Append(text);
            }
            else if (Shapes.IsMap(type))
            {
                var (key, value) = Shapes.MapArguments(type)!.Value;
                var map = (System.Collections.IDictionary)collection;
                var pairs = reply.Pairs(key, value);
                map.Clear();
                pairs.ForEach(pair => map.Add(pair.Key!, pair.Value));
            }
            else
            {
                Shapes.Refill(collection, reply.Items(Shapes.ElementType(type) ?? typeof(object)));
            }
        }
    }
}
