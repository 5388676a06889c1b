namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>The calls that one thread makes and is asked for while it waits. Each end has one thread for it.</summary>
internal sealed class Conversation(Peer owner, int id)
{
    private readonly Queue<byte[]> _messages = new();
    private bool _isClosed;

    public Peer Owner => owner;

    public int Id => id;

    public void Put(byte[] message)
    {
        lock (_messages)
        {
            _messages.Enqueue(message);
            Monitor.Pulse(_messages);
        }
    }

    public byte[] Take()
    {
        lock (_messages)
        {
            while (_messages.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_messages);
            }

            return _isClosed ? throw new ExchangeOverException() : _messages.Dequeue();
        }
    }

    /// <summary>Ends whoever waits for a message.</summary>
    public void Close()
    {
        lock (_messages)
        {
            _isClosed = true;
            Monitor.PulseAll(_messages);
        }
    }
}
