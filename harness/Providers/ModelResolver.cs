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
    private const int MostCallsOfPolicy = 200;

    public const string PolicyPrefix = RunModel.Policy + ":";
    private readonly ModelCatalog _catalog = ModelCatalog.Bundled();
    private readonly Dictionary<string, ProviderSpec?> _providers = [];
    private readonly List<string> _mistakes = [];
    private readonly Dictionary<string, List<string>> _withoutKey = [];

    /// <param name="simulated">Where the simulated models are served; null when none is asked for.</param>
    public static (IReadOnlyList<ModelSpec> Models, IReadOnlyList<string> Mistakes) Resolve(
        RunOptions options, EvalConfig config, ProviderSpec? simulated, Func<string, string?> environment)
    {
        var resolver = new ModelResolver(config, environment);
        var models = options.Models.Select(name => name.StartsWith(PolicyPrefix, StringComparison.Ordinal)
            ? resolver.Policy(name, options, simulated)
            : resolver.Model(name, options, simulated)).OfType<ModelSpec>().ToList();
        foreach (var twice in models.GroupBy(model => model.Name).Where(group => group.Count() > 1))
        {
            resolver._mistakes.Add($"two policies are called {twice.Key}; give each a \"name\" of its own in its file.");
        }

        foreach (var (variable, names) in resolver._withoutKey)
        {
            resolver._mistakes.Add($"{string.Join(", ", names)}: no key; set {variable}"
                + (variable == ProviderPresets.DefaultKeyVariable ? $" (and {ProviderPresets.DefaultUrlVariable} for another endpoint)" : "")
                + ", or try it without a key: --models sim/strong,sim/cheap.");
        }

        return (models, resolver._mistakes);
    }

    /// <summary>Returns whether one of the names, or a policy among them, means a simulated model.</summary>
    public static bool NeedsSimulated(IEnumerable<string> names) => names.Any(name =>
        name.StartsWith(SimulatedPrefix, StringComparison.Ordinal)
        || (name.StartsWith(PolicyPrefix, StringComparison.Ordinal) && ReadPolicy(name, [])?.Policy.Models.Any(model => model.StartsWith(SimulatedPrefix, StringComparison.Ordinal)) == true));

    /// <summary>Returns a provider of the configuration or a preset; null, with the mistake noted, when it cannot be used.</summary>
    public ProviderSpec? Provider(string name)
    {
        if (!_providers.TryGetValue(name, out var provider))
        {
            _providers[name] = provider = Find(name);
        }

        return provider;
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

    private ModelSpec? Model(string name, RunOptions options, ProviderSpec? simulated) =>
        name.StartsWith(SimulatedPrefix, StringComparison.Ordinal) ? Simulated(name, options, simulated) : Real(name, options);

    private ModelSpec? Policy(string name, RunOptions options, ProviderSpec? simulated)
    {
        if (ReadPolicy(name, _mistakes) is not { } file)
        {
            return null;
        }

        if (file.Policy.UpperBoundReason is { } reason)
        {
            _mistakes.Add($"{name}: {reason}; such a policy can be evaluated as an upper bound, not run.");
            return null;
        }

        if (PolicyBounds.Calls(file.Policy) is > MostCallsOfPolicy and var calls)
        {
            _mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: it may make {calls:0} calls for one request, and more than {MostCallsOfPolicy} are taken for a mistake; take out samples, retries or nesting."));
            return null;
        }

        var named = file.Policy.Models.ToList();
        foreach (var nested in named.Where(model => model.StartsWith(PolicyPrefix, StringComparison.Ordinal)))
        {
            _mistakes.Add($"{name}: it asks '{nested}'; write that policy itself where it is asked.");
        }

        var asked = named.Where(model => !model.StartsWith(PolicyPrefix, StringComparison.Ordinal)).Select(model => Model(model, options, simulated)).OfType<ModelSpec>().ToList();
        return asked.Count < named.Count ? null : new ModelSpec
        {
            Name = PolicyPrefix + file.Name,
            Typed = name,
            RequestedModel = file.Name,
            Provider = new ProviderSpec { Name = RunModel.Policy, BaseUrl = new Uri(PolicyPrefix + Uri.EscapeDataString(file.Name)), IsSimulated = asked.Exists(model => model.IsSimulated) },
            Temperature = options.Temperature,
            MaxOutputTokens = options.MaxTokens,
            Seed = options.Seed,
            // What fits one of them must fit all.
            ContextWindow = asked.Min(model => model.ContextWindow),
            Policy = file,
            Asked = asked,
        };
    }

    private ModelSpec? Simulated(string name, RunOptions options, ProviderSpec? simulated)
    {
        var model = name[SimulatedPrefix.Length..];
        if (SimulatedProvider.Find(model) is not { } profile)
        {
            _mistakes.Add($"{name}: there is no such simulated model; choose from {string.Join(", ", SimulatedProvider.Names.Select(known => SimulatedPrefix + known))}.");
            return null;
        }

        return simulated is null ? null : new ModelSpec
        {
            Name = name,
            RequestedModel = model,
            Provider = simulated,
            Temperature = options.Temperature,
            MaxOutputTokens = options.MaxTokens,
            Seed = options.Seed ?? 1,
            Price = profile.Price,
            ContextWindow = profile.ContextWindow,
        };
    }

    private ModelSpec? Real(string name, RunOptions options)
    {
        var own = config.Models.GetValueOrDefault(name);
        var (providerName, model) = own?.Provider is { } configured ? (configured, own.Model ?? name) : Split(own?.Model ?? name);
        if (Provider(providerName) is not { } provider)
        {
            return null;
        }

        // What would be asked is known without a key.
        var missing = MissingVariables(provider).ToList();
        if (missing.Count > 0 && !options.DryRun)
        {
            foreach (var variable in missing)
            {
                (_withoutKey.TryGetValue(variable, out var names) ? names : (_withoutKey[variable] = [])).Add(name);
            }

            return null;
        }

        var known = _catalog.Find(name, provider.IsLocal) ?? _catalog.Find(model, provider.IsLocal);
        return new ModelSpec
        {
            Name = name,
            RequestedModel = model,
            Provider = provider,
            Temperature = options.Temperature ?? own?.Temperature,
            TopP = own?.TopP,
            MaxOutputTokens = options.MaxTokens ?? own?.MaxTokens,
            Seed = options.Seed,
            // Another host's price says nothing of one's own machine.
            Price = own?.Price?.ToPrice() ?? (provider.IsLocal ? null : known?.Price),
            ContextWindow = own?.ContextWindow ?? known?.ContextWindow,
            ExtraBody = own?.ExtraBody ?? new Dictionary<string, System.Text.Json.JsonElement>(),
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

    private ProviderSpec? Find(string name)
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
                return new ProviderSpec { Name = name, BaseUrl = new Uri("chat-client:" + Uri.EscapeDataString(name)), CreateClient = ChatClientLoader.Find(name, client) };
            }

            var preset = own?.BaseUrl is null ? ProviderPresets.Find(name, environment) : null;
            if (own is null)
            {
                return preset ?? Unknown(name);
            }

            if (own.BaseUrl is null && preset is null)
            {
                _mistakes.Add($"provider {name}: the configuration gives no 'baseUrl', and it is none of the known providers.");
                return null;
            }

            return Configured(name, own, preset?.BaseUrl ?? EndpointAddress.Parse($"provider {name}", own.BaseUrl!), preset);
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

    private ProviderSpec? Unknown(string name)
    {
        _mistakes.Add($"provider {name} is not known; known are {string.Join(", ", ProviderPresets.All.Select(preset => preset.Name).Concat(config.Providers.Keys).Distinct())}.");
        return null;
    }
}
