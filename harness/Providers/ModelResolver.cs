using System.Globalization;
using Eval.Harness.CommandLine;
using Eval.Harness.Configuration;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Routing;
using Eval.Harness.Simulation;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Harness.Providers;

/// <summary>Finds out what the names of <c>--models</c> mean: whom to ask, how, and at what price.</summary>
internal sealed class ModelResolver(EvalConfig config, Func<string, string?> environment)
{
    public const string SimulatedPrefix = SimulatedProvider.Name + "/";
    private const int MaxCallsOfPolicy = 200;

    public const string PolicyPrefix = RunModel.Policy + ":";
    private readonly ModelCatalog _catalog = ModelCatalog.Bundled();
    private readonly Dictionary<string, ModelSource?> _sources = [];
    private readonly List<string> _mistakes = [];
    private readonly List<string> _warnings = [];
    private readonly Dictionary<string, List<string>> _withoutKey = [];
    private bool _isServed;

    /// <param name="simulated">Where the simulated models are served; null when none is asked for.</param>
    public static ResolvedModels Resolve(
        ModelOptions options, EvalConfig config, SimulatedSource? simulated, Func<string, string?> environment)
    {
        var resolver = new ModelResolver(config, environment);
        var models = options.Names.Select(name => name.StartsWith(PolicyPrefix, StringComparison.Ordinal)
            ? resolver.Policy(name, options, simulated)
            : resolver.Model(name, options, simulated)).OfType<ModelSpec>().ToList();
        foreach (var twice in models.GroupBy(model => model.Name).Where(group => group.Count() > 1))
        {
            resolver._mistakes.Add($"two policies are called {twice.Key}; give each a \"name\" of its own in its file.");
        }

        resolver.AddMissingKeys();
        return new ResolvedModels(models, resolver._mistakes, resolver._warnings);
    }

    /// <summary>Finds the models of a policy that is served.</summary>
    /// <param name="file">The policy.</param>
    /// <param name="typed">What it is called in messages: its file.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="simulated">Where the simulated models are served; null when none is asked for.</param>
    /// <param name="environment">The environment.</param>
    public static ResolvedPolicy ResolvePolicy(
        PolicyFile file, string typed, EvalConfig config, SimulatedSource? simulated, Func<string, string?> environment)
    {
        var resolver = new ModelResolver(config, environment) { _isServed = true };
        var policy = resolver.Policy(file, typed, new ModelOptions([], new SamplingOptions(), AreAsked: true), simulated);
        resolver.AddMissingKeys();
        return new ResolvedPolicy(policy, resolver._mistakes, resolver._warnings);
    }

    /// <summary>Returns whether one of the names, or a policy among them, means a simulated model.</summary>
    public static bool NeedsSimulated(IEnumerable<string> names) => names.Any(name =>
        name.StartsWith(SimulatedPrefix, StringComparison.Ordinal)
        || (name.StartsWith(PolicyPrefix, StringComparison.Ordinal) && ReadPolicy(name, []) is { } file
            && NeedsSimulated(file.Policy.Models)));

    /// <summary>Returns a provider of the configuration or a preset; null, with the mistake noted, when it cannot be used.</summary>
    public ModelSource? Source(string name)
    {
        if (!_sources.TryGetValue(name, out var source))
        {
            _sources[name] = source = Find(name);
        }

        return source;
    }

    public IReadOnlyList<string> Mistakes => _mistakes;

    private static PolicyFile? ReadPolicy(string name, List<string> mistakes)
    {
        try
        {
            return PolicyFile.Read(name[PolicyPrefix.Length..]);
        }
        catch (PolicyFormatException e)
        {
            mistakes.Add(e.Message);
            return null;
        }
    }

    private void AddMissingKeys()
    {
        foreach (var (variable, names) in _withoutKey)
        {
            _mistakes.Add($"{string.Join(", ", names)}: no key; set {variable}"
                + (variable == ProviderPresets.DefaultKeyVariable
                    ? $" (and {ProviderPresets.DefaultUrlVariable} for another endpoint)" : "")
                + ", or try it without a key: --models sim/strong,sim/cheap.");
        }
    }

    private ModelSpec? Model(string name, ModelOptions options, SimulatedSource? simulated,
        (string Policy, PolicyModelInfo? Info) of = default) =>
        name.StartsWith(SimulatedPrefix, StringComparison.Ordinal)
            ? Simulated(name, options, simulated, of.Info?.Parameters)
            : Real(name, options, of);

    private ModelSpec? Policy(string name, ModelOptions options, SimulatedSource? simulated) =>
        ReadPolicy(name, _mistakes) is not { } file || Policy(file, name, options, simulated) is not { } policy ? null : new ModelSpec
        {
            Name = PolicyPrefix + file.Name,
            RequestedModel = file.Name,
            Source = policy,
            Parameters = MeasuredParameters.Choose(options.Sampling, ModelParameters.None, null, _isServed),
            // What fits one of them must fit all.
            ContextWindow = policy.Asked.Min(model => model.ContextWindow),
        };

    private PolicySource? Policy(PolicyFile file, string typed, ModelOptions options, SimulatedSource? simulated)
    {
        if (file.Policy.UpperBoundReason is { } reason)
        {
            _mistakes.Add($"{typed}: {reason}; such a policy can be evaluated as an upper bound, not run.");
            return null;
        }

        if (PolicyBounds.Calls(file.Policy) is > MaxCallsOfPolicy and var calls)
        {
            _mistakes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{typed}: it may make {calls:0} calls for one request, and more than {MaxCallsOfPolicy} are taken for a mistake; ")
                + "take out samples, retries or nesting.");
            return null;
        }

        var named = file.Policy.Models.ToList();
        foreach (var nested in named.Where(model => model.StartsWith(PolicyPrefix, StringComparison.Ordinal)))
        {
            _mistakes.Add($"{typed}: it asks '{nested}'; write that policy itself where it is asked.");
        }

        var asked = named.Where(model => !model.StartsWith(PolicyPrefix, StringComparison.Ordinal))
            .Select(model => Model(model, options, simulated, (PolicyPrefix + file.Name, file.Models.GetValueOrDefault(model))))
            .OfType<ModelSpec>().ToList();
        return asked.Count < named.Count ? null : new PolicySource(file, asked, typed);
    }

    private ModelSpec? Simulated(string name, ModelOptions options, SimulatedSource? simulated, ModelParameters? measured)
    {
        var model = name[SimulatedPrefix.Length..];
        if (SimulatedProvider.Find(model) is not { } profile)
        {
            _mistakes.Add($"{name}: there is no such simulated model; choose from "
                + $"{string.Join(", ", SimulatedProvider.Names.Select(known => SimulatedPrefix + known))}.");
            return null;
        }

        return simulated is null ? null : new ModelSpec
        {
            Name = name,
            RequestedModel = model,
            Source = simulated,
            Parameters = MeasuredParameters.Choose(options.Sampling, new ModelParameters { Seed = 1 }, measured, _isServed),
            Price = profile.Price,
            ContextWindow = profile.ContextWindow,
        };
    }

    private ModelSpec? Real(string name, ModelOptions options, (string Policy, PolicyModelInfo? Info) of)
    {
        var own = config.Models.GetValueOrDefault(name);
        var (providerName, model) = own?.Provider is { } named ? (named, own.Model ?? name) : Split(own?.Model ?? name);
        if (Source(providerName) is not { } source)
        {
            return null;
        }

        // What would be asked is known without a key.
        var missing = source is HttpSource http && options.AreAsked ? MissingVariables(http.Endpoint).ToList() : [];
        if (missing.Count > 0)
        {
            foreach (var variable in missing)
            {
                (_withoutKey.TryGetValue(variable, out var names) ? names : (_withoutKey[variable] = [])).Add(name);
            }

            return null;
        }

        var configured = Configured(own, source);
        if (own is not null && MeasuredParameters.Warning(of.Policy, name, configured, of.Info?.Parameters) is { } warning)
        {
            _warnings.Add(warning);
        }

        var isLocal = source is HttpSource { Endpoint.IsLocal: true };
        var known = _catalog.Find(name, isLocal) ?? _catalog.Find(model, isLocal);
        return new ModelSpec
        {
            Name = name,
            RequestedModel = model,
            Source = source,
            Parameters = MeasuredParameters.Choose(options.Sampling, configured, of.Info?.Parameters, _isServed),
            // Another host's price says nothing of one's own machine.
            Price = own?.Price?.ToPrice() ?? (isLocal ? null : known?.Price),
            ContextWindow = own?.ContextWindow ?? known?.ContextWindow,
        };
    }

    /// <summary>What the configuration says that a model is asked with.</summary>
    private static ModelParameters Configured(ModelConfig? own, ModelSource source)
    {
        var parameters = new ModelParameters
        {
            Temperature = own?.Temperature,
            TopP = own?.TopP,
            MaxTokens = own?.MaxTokens,
            ExtraBody = own?.ExtraBody!,
        };
        return source is not HttpSource { Endpoint: var endpoint } ? parameters : parameters with
        {
            Query = EndpointAddress.QueryOf(endpoint.BaseUrl, endpoint.Query),
            Headers = endpoint.Headers,
        };
    }

    /// <summary>The variables of keys and headers that hold nothing; a loopback endpoint may do without a key.</summary>
    private IEnumerable<string> MissingVariables(ProviderSpec provider)
    {
        var headers = config.Providers.GetValueOrDefault(provider.Name)?.HeadersEnv ?? new Dictionary<string, string>();
        var missing = headers.Where(header => !provider.SecretHeaders.ContainsKey(header.Key)).Select(header => header.Value);
        var isKeyNeeded = !provider.BaseUrl.IsLoopback && !headers.Keys.Contains(provider.ApiKeyHeader, StringComparer.OrdinalIgnoreCase);
        return isKeyNeeded && provider is { ApiKeyVariable: { } variable, ApiKey: null } ? missing.Append(variable) : missing;
    }

    /// <summary>A first segment that is a provider's name is one; every other slash belongs to the model's own name.</summary>
    private (string Provider, string Model) Split(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash > 0 ? name[..slash] : "";
        return config.Providers.ContainsKey(first) || ProviderPresets.All.Any(preset => preset.Name == first)
            ? (first, name[(slash + 1)..])
            : (ProviderPresets.DefaultName, name);
    }

    private ModelSource? Find(string name)
    {
        try
        {
            var own = config.Providers.GetValueOrDefault(name);
            if (own?.Mistakes().Any() == true)
            {
                // Told where the file was read.
                return null;
            }

            if (own?.ChatClient is { } client)
            {
                return new ChatClientSource(name, ChatClientLoader.Find(name, client));
            }

            var preset = own?.BaseUrl is null ? ProviderPresets.Find(name, environment) : null;
            if (own is null)
            {
                return preset is null ? Unknown(name) : new EndpointSource(preset);
            }

            if (own.BaseUrl is null && preset is null)
            {
                _mistakes.Add($"provider {name}: the configuration gives no 'baseUrl', and it is none of the known providers.");
                return null;
            }

            return new EndpointSource(Configured(name, own, preset?.BaseUrl ?? EndpointAddress.Parse($"provider {name}", own.BaseUrl!),
                preset));
        }
        catch (FormatException e)
        {
            _mistakes.Add(e.Message);
            return null;
        }
        catch (UsageException e)
        {
            _mistakes.AddRange(e.Mistakes);
            return null;
        }
    }

    private ProviderSpec Configured(string name, ProviderConfig own, Uri address, ProviderSpec? preset)
    {
        var variable = own.ApiKeyEnv ?? preset?.ApiKeyVariable;
        return new ProviderSpec
        {
            Name = name,
            BaseUrl = address,
            ApiKeyVariable = variable,
            ApiKey = variable is null ? null : KeyVariable.Key(variable, environment),
            ApiKeyHeader = own.ApiKeyHeader ?? preset?.ApiKeyHeader ?? "Authorization",
            Query = own.Query,
            Headers = own.Headers,
            SecretHeaders = own.HeadersEnv
                .Select(header => (header.Key, Value: KeyVariable.Header(header.Value, environment)))
                .Where(header => header.Value is not null)
                .ToDictionary(header => header.Key, header => header.Value!, StringComparer.OrdinalIgnoreCase),
            Timeout = own.Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private ModelSource? Unknown(string name)
    {
        _mistakes.Add($"provider {name} is not known; known are "
            + $"{string.Join(", ", ProviderPresets.All.Select(preset => preset.Name).Concat(config.Providers.Keys).Distinct())}.");
        return null;
    }
}
