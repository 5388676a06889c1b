using Eval.Harness.Models;
using Eval.Harness.Redaction;
using Eval.Harness.Routing;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>
/// The models of a run, ready to be asked. The order of wrapping stands here and nowhere else: record or replay around a policy around
/// retries around one endpoint's calls.
/// </summary>
internal sealed class ModelSet : IAsyncDisposable
{
    private const int JitterSeed = 20_240_229;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
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
    public static async Task<ModelSet> CreateAsync(IReadOnlyList<ModelSpec> models, ModelSetOptions options, Action<string>? warn,
        TimeProvider time, CancellationToken ct)
    {
        // A model that is asked by its name and by a policy too shares what its endpoint bears, though a policy asks it as it was measured.
        var asked = models.SelectMany(model => model.Asked).DistinctBy(Key).ToList();
        var set = new ModelSet(KeyGuard.From(asked.SelectMany(model => model.Secrets), warn));
        if (options.Replay is { } replay)
        {
            foreach (var model in models)
            {
                set._byName[model.Name] = await ReplayModel.OpenAsync(model, replay, set._guard, ct);
            }

            return set;
        }

        await HttpWarmUp.RunAsync(time, ct);
        var made = new Dictionary<(string, ModelParameters), IModel>();
        foreach (var place in asked.GroupBy(model => model.Source.Place))
        {
            var client = place.First().Source is HttpSource http
                ? set.Open(HttpConnections.Create(http.Endpoint.BaseUrl, set._guard)) : null;
            var shared = EndpointLimiter.Adaptive();
            foreach (var model in place)
            {
                var limiter = options.MaxConnections is { } connections ? EndpointLimiter.Fixed(connections) : shared;
                IModel calls = model.Source switch
                {
                    ChatClientSource own => new ChatClientModel(model, set.Open(own.CreateClient(model.RequestedModel)), set._guard, time),
                    HttpSource => new OpenAiModel(model, client!, set._saturation, time, set.Forms),
                    _ => throw new InvalidOperationException($"{model.Name} cannot be asked."),
                };
                made[Key(model)] = new RetryingModel(calls, limiter, new RetryOptions(), new Random(JitterSeed), time);
            }
        }

        foreach (var model in models)
        {
            var ready = model.Source is PolicySource policy ? set.Policy(model, policy, made, time) : made[Key(model)];
            set._byName[model.Name] = options.Record is { } record ? set.Open(new RecordingModel(ready, record)) : ready;
        }

        // What starts beside this, the sandbox's programs above all, would make the first calls look slow.
        await SaturationProbe.CalmAsync(Timeout, ct);
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

    private PolicyModel Policy(ModelSpec model, PolicySource policy, Dictionary<(string, ModelParameters), IModel> made, TimeProvider time)
    {
        var clients = policy.Webhooks.ToDictionary(service => service, service => Open(HttpConnections.Create(service, _guard)));
        return new PolicyModel(model, policy, policy.Asked.ToDictionary(asked => asked.Name, asked => made[Key(asked)]),
            new WebhookVerifier(service => clients[service], WebhookVerifier.DefaultTimeout), time);
    }

    private static (string, ModelParameters) Key(ModelSpec model) => (model.Name, model.Parameters);

    private T Open<T>(T opened)
        where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }
}
