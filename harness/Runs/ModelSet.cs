using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Redaction;
using Eval.Harness.Routing;

namespace Eval.Harness.Runs;

/// <summary>
/// The models of a run, ready to be asked. The order of wrapping stands here and nowhere else: record or replay around a policy around
/// retries around one endpoint's calls.
/// </summary>
internal sealed class ModelSet : IAsyncDisposable
{
    private const int JitterSeed = 20_240_229;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly List<IDisposable> _opened = [];
    private readonly SaturationProbe _saturation = new();
    private readonly Dictionary<string, IModel> _byName = [];

    private readonly KeyGuard _guard;

    private ModelSet(KeyGuard guard) => _guard = guard;

    public IReadOnlyDictionary<string, IModel> ByName => _byName;

    /// <summary>How many keys each endpoint repeated; all were taken out.</summary>
    public IReadOnlyDictionary<string, int> RepeatedKeys => _guard.Repeated;

    /// <summary>In which forms the models are really asked.</summary>
    public SentForms Forms { get; } = new();

    /// <param name="models">The models.</param>
    /// <param name="options">How they are asked.</param>
    /// <param name="warn">Told what of an endpoint must be known.</param>
    /// <param name="time">The clock on the wall.</param>
    /// <param name="ct">Ends the preparations.</param>
    public static async Task<ModelSet> CreateAsync(IReadOnlyList<ModelSpec> models, RunOptions options, Action<string>? warn, TimeProvider time, CancellationToken ct)
    {
        // A model that is asked by its name and by a policy too shares what its endpoint bears.
        var asked = models.SelectMany(model => model.Policy is null ? [model] : model.Asked).DistinctBy(model => model.Name).ToList();
        var set = new ModelSet(KeyGuard.From(asked.SelectMany(model => model.Provider.Secrets), warn));
        if (options.Replay is { } replay)
        {
            foreach (var model in models)
            {
                set._byName[model.Name] = await ReplayModel.OpenAsync(model, replay, set._guard, ct);
            }

            return set;
        }

        await HttpWarmUp.RunAsync(time, ct);
        var byName = new Dictionary<string, IModel>();
        foreach (var endpoint in asked.GroupBy(model => model.Provider.BaseUrl.AbsoluteUri))
        {
            var client = set.Open(HttpConnections.Create(endpoint.First().Provider.BaseUrl, set._guard));
            var shared = EndpointLimiter.Adaptive();
            foreach (var model in endpoint)
            {
                var limiter = options.MaxConnections is { } connections ? EndpointLimiter.Fixed(connections) : shared;
                IModel calls = model.Provider.CreateClient is { } create
                    ? new ChatClientModel(model, set.Open(create(model.RequestedModel)), set._guard, time)
                    : new OpenAiModel(model, client, set._saturation, time, set.Forms);
                byName[model.Name] = new RetryingModel(calls, limiter, new RetryOptions(), new Random(JitterSeed), time);
            }
        }

        foreach (var model in models)
        {
            var made = model.Policy is null ? byName[model.Name] : set.Policy(model, byName, time);
            set._byName[model.Name] = options.Record is { } record ? set.Open(new RecordingModel(made, record)) : made;
        }

        // What starts beside this, the sandbox's programs above all, would make the first calls look slow.
        await SaturationProbe.CalmAsync(Patience, ct);
        return set;
    }

    public async ValueTask DisposeAsync()
    {
        await _saturation.DisposeAsync();
        foreach (var opened in _opened)
        {
            opened.Dispose();
        }
    }

    private PolicyModel Policy(ModelSpec policy, Dictionary<string, IModel> byName, TimeProvider time)
    {
        var clients = policy.Webhooks.ToDictionary(service => service, service => Open(HttpConnections.Create(service, _guard)));
        return new PolicyModel(policy, byName, new WebhookVerifier(service => clients[service], WebhookVerifier.DefaultPatience), time);
    }

    private T Open<T>(T opened)
        where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }
}
