using System.Text.Json;
using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>Writes every reply of a model into a file, to be replayed without the endpoint.</summary>
internal sealed class RecordingModel : IModel, IDisposable
{
    private readonly IModel _inner;
    private readonly StreamWriter _file;
    private readonly SemaphoreSlim _writing = new(1);

    public RecordingModel(IModel inner, string folder)
    {
        _inner = inner;
        Directory.CreateDirectory(folder);
        _file = new StreamWriter(Path.Combine(folder, RecordedReply.FileName(inner.Spec)), append: true) { AutoFlush = true,
            NewLine = "\n" };
    }

    public ModelSpec Spec => _inner.Spec;

    public async Task<Completion> CompleteAsync(ModelRequest request, CancellationToken ct)
    {
        try
        {
            var completion = await _inner.CompleteAsync(request, ct);
            await WriteAsync(new RecordedReply
            {
                RequestHash = RequestHash.Compute(Spec, request),
                ConversationHash = RequestHash.OfConversation(Spec, request),
                Sample = request.Sample,
                Text = completion.Text,
                Reasoning = completion.Reasoning,
                FinishReason = completion.FinishReason,
                ServedModel = completion.ServedModel,
                IsSimulated = completion.IsSimulated,
                Usage = completion.Usage,
                Timing = completion.Timing,
                Retries = completion.Retries,
                Calls = completion.Path?.ToJson(),
            });
            return completion;
        }
        catch (ModelCallException e) when (RecordedRefusal.From(e) is { } refusal)
        {
            await WriteAsync(new RecordedReply
            {
                RequestHash = RequestHash.Compute(Spec, request),
                ConversationHash = RequestHash.OfConversation(Spec, request),
                Sample = request.Sample,
                Refusal = refusal,
                Text = "",
                Usage = new Usage(),
                Timing = null,
                Retries = e.Retries,
                Calls = e.Path?.ToJson(),
            });
            throw;
        }
    }

    private async Task WriteAsync(RecordedReply reply)
    {
        var line = JsonSerializer.Serialize(reply);
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            await _file.WriteLineAsync(line);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _writing.Dispose();
    }
}
