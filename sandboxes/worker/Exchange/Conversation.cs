namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>The calls that one thread makes and is asked for while it waits. Each end has one thread for it.</summary>
internal sealed class Conversation(int id)
{
    private readonly Queue<byte[]> _messages = new();

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
            while (_messages.Count == 0)
            {
                Monitor.Wait(_messages);
            }

            return _messages.Dequeue();
        }
    }
}
