using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.CommandLine;
using Eval.Harness.Options;
using Eval.Harness.Redaction;
using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>Answers from a record instead of the endpoint, with the original times, marked as cached.</summary>
internal sealed class ReplayModel : IModel
{
    private readonly Dictionary<(string Hash, int Sample), RecordedReply> _replies = [];
    private readonly Dictionary<(string Hash, int Sample), RecordedReply> _turns = [];
    private readonly string _file;

    private ReplayModel(ModelSpec spec, string file)
    {
        Spec = spec;
        _file = file;
    }

    public ModelSpec Spec { get; }

    /// <param name="spec">The model.</param>
    /// <param name="folder">Where the records are.</param>
    /// <param name="guard">Knows the keys, which a record of another program may hold.</param>
    /// <param name="ct">Ends reading.</param>
    /// <exception cref="UsageException">The record is missing or damaged.</exception>
    public static async Task<ReplayModel> OpenAsync(ModelSpec spec, string folder, KeyGuard guard, CancellationToken ct)
    {
        var file = Path.Combine(folder, RecordedReply.FileName(spec));
        if (!File.Exists(file))
        {
            throw new UsageException(
                $"--replay {folder}: there is no record of {spec.Name} ({Path.GetFileName(file)}); make one with --record.");
        }

        var model = new ReplayModel(spec, file);
        var number = 0;
        using var text = File.OpenText(file);
        await foreach (var line in TextLines.ReadAsync(text, ct))
        {
            number++;
            try
            {
                var reply = JsonSerializer.Deserialize<RecordedReply>(guard.Redact(line, Path.GetFileName(file)))!;
                model.Add(reply);
            }
            catch (JsonException e)
            {
                throw new UsageException($"{file}, line {number}: not a recorded reply: {e.Message}");
            }
        }

        return model;
    }

    public Task<Completion> CompleteAsync(ModelRequest request, CancellationToken ct)
    {
        var reply = _replies.GetValueOrDefault((RequestHash.Compute(Spec, request), request.Sample));
        if (reply is null && RequestHash.OfConversation(Spec, request) is { } turn)
        {
            reply = _turns.GetValueOrDefault((turn, request.Sample));
        }

        return reply switch
        {
            null => throw new ModelCallException(
                ModelCallFailure.Provider,
                $"{_file} holds no reply to this request (sample {request.Sample}); prompt or parameters differ from the recorded ones."),
            { Refusal: { } refusal } => throw new ModelCallException(refusal.Failure, refusal.Message)
            {
                Reason = refusal.Reason,
                Retries = reply.Retries,
                Path = PolicyPath.Parse(reply.Calls),
            },
            _ => Task.FromResult(Answer(reply)),
        };
    }

    private void Add(RecordedReply reply)
    {
        if (reply.Refusal is null && reply.Timing is null)
        {
            throw new JsonException("it has neither times nor a refusal");
        }

        _replies[(reply.RequestHash, reply.Sample)] = reply;
        if (reply.ConversationHash is { } turn)
        {
            _turns[(turn, reply.Sample)] = reply;
        }
    }

    private static Completion Answer(RecordedReply reply) => new()
    {
        Text = reply.Text,
        Reasoning = reply.Reasoning,
        FinishReason = reply.FinishReason,
        ServedModel = reply.ServedModel,
        IsSimulated = reply.IsSimulated,
        Usage = reply.Usage,
        Timing = reply.Timing!,
        Retries = reply.Retries,
        Path = PolicyPath.Parse(reply.Calls),
        IsCached = true,
    };
}
