using Eval.Harness.CommandLine;

namespace Eval.Harness.Models;

/// <summary>
/// The models of a run, ready to be asked. The order of wrapping stands here and nowhere else: record or replay around retries around one
/// endpoint's calls.
/// </summary>
internal sealed class ModelSet : IAsyncDisposable
{
    private const int JitterSeed = 20_240_229;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly List<IDisposable> _opened = [];
    private readonly SaturationProbe _saturation = new();
    private readonly Dictionary<string, IModel> _byName = [];

    private ModelSet()
    {
    }

    public IReadOnlyDictionary<string, IModel> ByName => _byName;

    public static async Task<ModelSet> CreateAsync(IReadOnlyList<ModelSpec> models, RunOptions options, TimeProvider time, CancellationToken ct)
    {
        var set = new ModelSet();
        if (options.Replay is { } replay)
        {
            foreach (var model in models)
            {
                set._byName[model.Name] = await ReplayModel.OpenAsync(model, replay, ct);
            }

            return set;
        }

        await HttpWarmUp.RunAsync(time, ct);
        foreach (var endpoint in models.GroupBy(model => model.Provider.BaseUrl.AbsoluteUri))
        {
            var client = set.Open(HttpConnections.Create(endpoint.First().Provider.BaseUrl));
            var shared = EndpointLimiter.Adaptive();
            foreach (var model in endpoint)
            {
                var limiter = options.MaxConnections is { } connections ? EndpointLimiter.Fixed(connections) : shared;
                IModel asked = model.Provider.CreateClient is { } create
                    ? new ChatClientModel(model, set.Open(create(model.RequestedModel)), time)
                    : new OpenAiModel(model, client, set._saturation, time);
                asked = new RetryingModel(asked, limiter, new RetryOptions(), new Random(JitterSeed), time);
                set._byName[model.Name] = options.Record is { } record ? set.Open(new RecordingModel(asked, record)) : asked;
            }
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

    private T Open<T>(T opened)
        where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }
}
