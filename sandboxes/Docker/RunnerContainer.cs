using System.Buffers.Binary;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Eval.Sandboxes.Docker;

/// <summary>A container with a runner in it that is given one answer after the other. Not thread-safe.</summary>
internal sealed class RunnerContainer : IAsyncDisposable
{
    private const int HeaderLength = sizeof(int);
    private const int LongestReply = 4 << 20;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private readonly DockerEngine _engine;
    private readonly string _id;
    private readonly MultiplexedStream _stream;
    private readonly byte[] _buffer = new byte[32 << 10];
    private int _start;
    private int _end;

    private RunnerContainer(DockerEngine engine, string id, MultiplexedStream stream)
    {
        _engine = engine;
        _id = id;
        _stream = stream;
    }

    /// <summary>How many answers it has run.</summary>
    public int Answers { get; private set; }

    /// <summary>The processor it keeps to; null where that is left to the system.</summary>
    public int? Processor { get; private init; }

    public static async Task<RunnerContainer> StartAsync(DockerEngine engine, string image, DockerSandboxOptions options, string runId,
        int? processor, CancellationToken ct)
    {
        var created = await engine.CallAsync(token =>
            engine.Client.Containers.CreateContainerAsync(ContainerSettings.Create(engine, image, options, runId, processor),
            token), null, ct);
        MultiplexedStream? stream = null;
        try
        {
            // Before it starts, or the first output is lost.
            stream = await engine.CallAsync(
                token => engine.Client.Containers.AttachContainerAsync(
                    created.ID, false, new ContainerAttachParameters { Stream = true, Stdin = true, Stdout = true, Stderr = true }, token),
                null,
                ct);
            await engine.CallAsync(token => engine.Client.Containers.StartContainerAsync(created.ID, new ContainerStartParameters(), token),
                null, ct);
            var container = new RunnerContainer(engine, created.ID, stream) { Processor = processor };
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(StartTime);
            using var ready = await container.ReadAsync(timeout.Token);
            return container;
        }
        catch (Exception e)
        {
            stream?.Dispose();
            await ContainerReaper.RemoveAsync(engine, created.ID);
            throw e is RunnerLostException || (e is OperationCanceledException && !ct.IsCancellationRequested)
                ? new SandboxUnavailableException("The runner in the container does not start"
                    + (e is RunnerLostException { Said.Length: > 0 } lost ? ": " + lost.Said : "."), e)
                : e;
        }
    }

    /// <summary>Runs one answer.</summary>
    /// <exception cref="RunnerLostException">The container died or does not answer within the time; it is of no use any more.</exception>
    public async Task<JsonDocument> AskAsync(ReadOnlyMemory<byte> request, TimeSpan time, CancellationToken ct)
    {
        Answers++;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(time);
        try
        {
            var frame = new byte[HeaderLength + request.Length];
            BinaryPrimitives.WriteInt32LittleEndian(frame, request.Length);
            request.CopyTo(frame.AsMemory(HeaderLength));
            await _stream.WriteAsync(frame, 0, frame.Length, limit.Token);
            return await ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new RunnerLostException("it did not answer in time");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or JsonException or InvalidOperationException)
        {
            throw new RunnerLostException(e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The stream first: a container whose output nobody reads cannot be killed.
        _stream.Dispose();
        await ContainerReaper.RemoveAsync(_engine, _id);
    }

    private async Task<JsonDocument> ReadAsync(CancellationToken ct)
    {
        var header = new byte[HeaderLength];
        await FillAsync(header, ct);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < 0 or > LongestReply)
        {
            throw new RunnerLostException("its reply is not readable");
        }

        var body = new byte[length];
        await FillAsync(body, ct);
        return JsonDocument.Parse(body);
    }

    private async Task FillAsync(Memory<byte> target, CancellationToken ct)
    {
        while (target.Length > 0)
        {
            if (_start == _end)
            {
                var read = await _stream.ReadOutputAsync(_buffer, 0, _buffer.Length, ct);
                if (read.EOF || read.Target == MultiplexedStream.TargetStream.StandardError)
                {
                    throw new RunnerLostException(read.EOF ? "" : System.Text.Encoding.UTF8.GetString(_buffer, 0, read.Count));
                }

                (_start, _end) = (0, read.Count);
            }

            var part = Math.Min(target.Length, _end - _start);
            _buffer.AsMemory(_start, part).CopyTo(target);
            _start += part;
            target = target[part..];
        }
    }
}
