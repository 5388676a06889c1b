using System.Runtime.CompilerServices;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>
/// One end of the exchange between checker and answer: calls, objects that are kept for the other side, and those of the other side. A
/// thread that waits for a reply serves what it is asked meanwhile, so that a call and its callbacks are one thread on each side.
/// </summary>
/// <param name="frames">Where frames come from.</param>
/// <param name="send">Sends a message.</param>
/// <param name="side">What this side does in its own way.</param>
/// <param name="sign">Tells the conversations that this side begins from the other's: 1 or -1.</param>
internal sealed partial class Peer(Stream frames, Action<byte[]> send, Side side, int sign)
{
    private const int MaxFrameBytes = 64 << 20;
    private const int MaxOpen = 100_000;
    private const int MaxConversations = 500;
    private static readonly TimeSpan RestTime = TimeSpan.FromMilliseconds(200);

    [ThreadStatic]
    private static Conversation? current;

    private readonly Dictionary<int, Conversation> _conversations = [];
    private readonly Dictionary<object, long> _ids = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Delegate, long> _delegates = [];
    private readonly Dictionary<long, object> _kept = [];
    private readonly Dictionary<long, object> _imported = [];
    private readonly Dictionary<long, PendingTask> _tasks = [];
    private readonly Dictionary<long, WireReader> _endings = [];
    private readonly Dictionary<long, CancellationTokenSource> _tokens = [];
    private readonly Lazy<ConditionalWeakTable<Exception, object>> _origins = new(() => []);
    private readonly Lock _gate = new();
    private Thread? _reading;
    private int _lastConversation;
    private long _lastId;
    private int _serving;
    private volatile bool _isOver;

    public Side Side => side;

    public TypeNames Names { get; } = new(side);

    /// <summary>Starts to read on a thread of its own.</summary>
    public void Start()
    {
        _reading = new Thread(Read, 256 << 10) { IsBackground = true, Name = "exchange" };
        _reading.Start();
    }

    /// <summary>Waits until the host says that the exchange is over; returns whether nothing goes on that served it.</summary>
    public bool Rest()
    {
        _reading!.Join();
        _isOver = true;
        lock (_conversations)
        {
            foreach (var conversation in _conversations.Values)
            {
                conversation.Close();
            }
        }

        return SpinWait.SpinUntil(() => Volatile.Read(ref _serving) == 0, RestTime);
    }

    /// <summary>Makes a call and waits for its reply, which begins at the returned reader.</summary>
    public Reply Call(WireWriter message, Action<WireWriter> write)
    {
        // A thread of the pool may have been in another exchange before.
        var conversation = current is { } known && known.Owner == this
            ? known : current = Open(sign * Interlocked.Increment(ref _lastConversation));
        Begin(message, MessageKind.Call, conversation.Id);
        write(message);
        Send(message.ToArray());
        return Wait(conversation);
    }

    private static void Begin(WireWriter writer, MessageKind kind, int conversation)
    {
        writer.Byte((byte)kind);
        writer.Number(conversation);
    }

    private Reply Wait(Conversation conversation)
    {
        while (true)
        {
            var message = conversation.Take();
            var reader = new WireReader(this, message, 1);
            _ = reader.Number();
            if ((MessageKind)message[0] != MessageKind.Call)
            {
                return new Reply((MessageKind)message[0], reader);
            }

            Serve(conversation, reader);
        }
    }

    private void Serve(Conversation conversation, WireReader call)
    {
        var reply = new WireWriter(this);
        Begin(reply, MessageKind.Returned, conversation.Id);
        try
        {
            side.Serve(this, call, reply);
        }
        catch (MissingException e)
        {
            reply.Reset();
            Begin(reply, MessageKind.Missing, conversation.Id);
            reply.Text(e.Message);
        }
        catch (TooMuchException)
        {
            side.Exceed();
        }
        catch (Exception e)
        {
            reply.Reset();
            Begin(reply, MessageKind.Threw, conversation.Id);
            reply.Exception(e);
        }

        Send(reply.ToArray());
    }

    /// <summary>Each is a thread on either side.</summary>
    private Conversation Open(int id)
    {
        lock (_conversations)
        {
            return _isOver ? throw new ExchangeOverException()
                : _conversations.TryGetValue(id, out var known) ? known
                : _conversations.Count < MaxConversations
                ? _conversations[id] = new Conversation(this, id) : throw new ViolationException("too many threads call");
        }
    }

    private Conversation? Find(int conversation)
    {
        lock (_conversations)
        {
            return _conversations.TryGetValue(conversation, out var known) ? known : null;
        }
    }

    /// <summary>Reads what the other side says, on this thread.</summary>
    public void Read()
    {
        while (Frame.Read(frames, MaxFrameBytes) is { } frame)
        {
            if (frame.Kind == FrameKind.Rest)
            {
                return;
            }

            if (frame.Body is not { Length: > 1 } message)
            {
                break;
            }

            try
            {
                Take(message);
            }
            catch (Exception e) when (e is ViolationException or IOException or FormatException or ArgumentException)
            {
                side.Print($"a message could not be read: {e.Message}\n");
            }
        }

        Environment.Exit(0);
    }

    private void Take(byte[] message)
    {
        var reader = new WireReader(this, message, 1);
        var conversation = reader.Number();
        switch ((MessageKind)message[0])
        {
            case MessageKind.Printed:
                side.Print(reader.Text());
                break;
            case MessageKind.Cancelled:
                _ = SourceOf(reader.Id()).CancelAsync();
                break;
            case MessageKind.Ended:
                TakeEnd(reader.Id(), reader);
                break;
            case var _ when Find(conversation) is { } known:
                known.Put(message);
                break;
            case MessageKind.Call:
                var opened = Open(conversation);
                opened.Put(message);
                Interlocked.Increment(ref _serving);
                new Thread(() => ServeAll(opened), 16 << 20) { IsBackground = true }.Start();
                break;
        }
    }

    private CancellationTokenSource SourceOf(long id)
    {
        lock (_gate)
        {
            return _tokens.TryGetValue(id, out var known) ? known
                : _tokens.Count < MaxOpen ? _tokens[id] = new CancellationTokenSource() : throw new ViolationException("too many tokens");
        }
    }

    private void TakeEnd(long id, WireReader ending)
    {
        lock (_tasks)
        {
            if (_tasks.Remove(id, out var task))
            {
                EndLater(task, ending);
            }
            else if (_endings.Count < MaxOpen)
            {
                _endings[id] = ending;
            }
        }
    }

    /// <summary>Serves what the other side's thread asks for, for as long as it does.</summary>
    private void ServeAll(Conversation conversation)
    {
        current = conversation;
        try
        {
            while (true)
            {
                var reader = new WireReader(this, conversation.Take(), 1);
                _ = reader.Number();
                Serve(conversation, reader);
            }
        }
        catch (ExchangeOverException)
        {
            // Nobody asks any more.
        }
        finally
        {
            Interlocked.Decrement(ref _serving);
        }
    }

    private void EndLater(PendingTask task, WireReader reader)
    {
        Interlocked.Increment(ref _serving);
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                End(task, reader);
                Interlocked.Decrement(ref _serving);
            },
            null);
    }

    private static void End(PendingTask task, WireReader reader)
    {
        try
        {
            Exception? failure = null;
            var result = Caller.Guarded(() =>
            {
                if (reader.Byte() == 1)
                {
                    return reader.Value(task.Result ?? typeof(object));
                }

                failure = Failure(reader);
                return null;
            });
            if (failure is null)
            {
                task.Succeed(result);
            }
            else
            {
                task.Fail(failure);
            }
        }
        catch (ViolationException e)
        {
            task.Fail(e);
        }
    }

    private static Exception Failure(WireReader reader)
    {
        _ = reader.Byte();
        return reader.Exception();
    }

    private async Task TellEndAsync(Task task, long id, Type result)
    {
        // The number must be known over there before the end is.
        await Task.Yield();
        try
        {
            await task;
            Send(MessageKind.Ended, writer =>
            {
                writer.Id(id);
                writer.Byte(1);
                writer.Value(Tasks.ResultOf(task), result);
            });
        }
        catch (Exception e)
        {
            Send(MessageKind.Ended, writer =>
            {
                writer.Id(id);
                writer.Byte(0);
                writer.Exception(e);
            });
        }
    }

    private void Send(MessageKind kind, Action<WireWriter> write)
    {
        var writer = new WireWriter(this);
        Begin(writer, kind, 0);
        write(writer);
        Send(writer.ToArray());
    }

    private void Send(byte[] message)
    {
        if (_isOver)
        {
            throw new ExchangeOverException();
        }

        if (side.TakePrinted() is { Length: > 0 } printed)
        {
            var writer = new WireWriter(this);
            Begin(writer, MessageKind.Printed, 0);
            writer.Text(printed);
            send(writer.ToArray());
        }

        send(message);
    }
}
