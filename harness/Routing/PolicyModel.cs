using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Routing;

/// <summary>A routing policy that is asked like a model: made of models that are asked as they would be alone.</summary>
internal sealed class PolicyModel(ModelSpec spec, PolicySource source, IReadOnlyDictionary<string, IModel> models, WebhookVerifier webhook,
    TimeProvider time) : IModel
{
    public ModelSpec Spec => spec;

    public async Task<Completion> CompleteAsync(ModelRequest request, CancellationToken ct)
    {
        var random = RandomOf(request);
        var policy = PolicyChoice.For(source.Policy, feature => request.Context?.Features.GetValueOrDefault(feature), random.NextDouble);
        var calls = new PolicyModelCalls(models, webhook, request);
        var outcome = await new PolicyExecutor<Completion>(calls, random, time).RunAsync(policy, ct);
        if (outcome.Failure is { } failure)
        {
            throw new ModelCallException(failure.Failure, failure.Message, failure)
            {
                Status = failure.Status, RetryAfter = failure.RetryAfter, Break = failure.Break, Reason = failure.Reason,
                    Took = outcome.Latency, Retries = outcome.Path.Calls.Count - 1, Path = outcome.Path,
            };
        }

        return calls.Compose(outcome);
    }

    /// <summary>
    /// One source for each request, so that what is drawn hangs neither on the order of requests nor on how often a run was cut off.
    /// </summary>
    private Random RandomOf(ModelRequest request)
    {
        var key = $"{spec.Name}\n{request.Context?.Key ?? JsonSerializer.Serialize(request.Messages)}\n{request.Sample}";
        return new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
    }
}
