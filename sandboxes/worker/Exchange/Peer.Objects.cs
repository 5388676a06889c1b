namespace Eval.Sandboxes.Worker.Exchange;

/// <content>What each side keeps for the other.</content>
internal sealed partial class Peer
{
    /// <summary>Keeps an object and returns its number.</summary>
    public long Export(object value)
    {
        lock (_gate)
        {
            if (value is Delegate call)
            {
                if (!_delegates.TryGetValue(call, out var known))
                {
                    _kept[known = _delegates[call] = ++_lastId] = call;
                }

                return known;
            }

            if (value.GetType().IsValueType || !_ids.TryGetValue(value, out var id))
            {
                _kept[id = ++_lastId] = value;
                if (!value.GetType().IsValueType)
                {
                    _ids[value] = id;
                }
            }

            return id;
        }
    }

    /// <summary>Returns an object that this side keeps.</summary>
    public object Find(long id)
    {
        lock (_gate)
        {
            return _kept.TryGetValue(id, out var value)
                ? value : throw new ViolationException("an object was named that nobody handed over");
        }
    }

    /// <summary>Returns what stands for an object of the other side, always the same for the same.</summary>
    public object Import(long id, IReadOnlyList<string> names, Type declared)
    {
        lock (_gate)
        {
            if (_imported.TryGetValue(id, out var known) && declared.IsInstanceOfType(known))
            {
                return known;
            }

            var made = side.Import(this, id, names, declared);
            if (!made.GetType().IsValueType)
            {
                _imported[id] = made;
            }

            return made;
        }
    }

    /// <summary>Notes that an object of this side stands for one of the other.</summary>
    public void Adopt(long id, object proxy)
    {
        lock (_gate)
        {
            _imported[id] = proxy;
        }
    }

    /// <summary>Sends how a task ends when it does, and returns its number.</summary>
    public long ExportTask(Task task, Type result)
    {
        lock (_gate)
        {
            // Each time by a number of its own, because each end is told once: the framework has one task for all small numbers.
            var id = ++_lastId;
            _ = TellEndAsync(task, id, result);
            return id;
        }
    }

    /// <summary>Notes what is to be told when a task of the other side ends, which it may have done already.</summary>
    public void ImportTask(long id, PendingTask task)
    {
        lock (_tasks)
        {
            if (!_endings.Remove(id, out var ending))
            {
                _tasks[id] = task;
                return;
            }

            EndLater(task, ending);
        }
    }

    /// <summary>Sends when a token is cancelled, and returns its number; 0 for one that never is.</summary>
    public long ExportToken(CancellationToken token)
    {
        if (!token.CanBeCanceled)
        {
            return 0;
        }

        long id;
        lock (_gate)
        {
            id = ++_lastId;
        }

        token.Register(() => Send(MessageKind.Cancelled, writer => writer.Id(id)));
        return id;
    }

    public CancellationToken ImportToken(long id, bool isCancelled)
    {
        if (isCancelled)
        {
            return new CancellationToken(canceled: true);
        }

        if (id == 0)
        {
            return CancellationToken.None;
        }

        return SourceOf(id).Token;
    }

    /// <summary>The number under which the other side keeps an exception that came from there; 0 for others.</summary>
    public long OriginOf(Exception exception) =>
        _origins.IsValueCreated && _origins.Value.TryGetValue(exception, out var id) ? (long)id : 0;

    public void SetOrigin(Exception exception, long id) => _origins.Value.AddOrUpdate(exception, id);
}
