using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Sandboxes.Processes;
using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Docker;

/// <summary>
/// Runs answers in locked-down containers that stay warm: a runner in each forks a fresh process for every answer and clears what it left.
/// Thread-safe.
/// </summary>
public sealed class DockerSandbox : ISplittingSandbox, ISyntaxReader, ILanguageCatalog
{
    /// <summary>What the runner may take beyond the time on the clock, before its container is given up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>An answer that takes its container down with it is tried in fresh ones, because the cause may have been another.</summary>
    private const int MaxLosses = 3;

    private const int MaxStarts = 2;

    /// <summary>The reason of an answer that ended its container whenever it was run.</summary>
    internal const string TookItsContainer = "took its container down with it, each time it was run";

    private readonly DockerEngine _engine;
    private readonly DockerSandboxOptions _options;
    private readonly ImageStore _images;
    private readonly Dictionary<string, LanguageFolder> _languages;
    private readonly ConcurrentDictionary<string, Lazy<Task<ContainerPool>>> _pools = new();
    private readonly ConcurrentDictionary<string, string> _fingerprints = new();
    private readonly SemaphoreSlim _starting = new(MaxStarts);
    private readonly SemaphoreSlim _repeating = new(1);
    private readonly TestsConfirmation _confirmation = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Lazy<Task<CSharpCompiler>> _compiler;

    private DockerSandbox(DockerEngine engine, DockerSandboxOptions options)
    {
        _engine = engine;
        _options = options;
        _images = new ImageStore(engine, options.Say, options.ImageBudgetBytes);
        _languages = LanguageFolder.ReadAll(options.ImagesFolder).ToDictionary(language => language.Language);
        _compiler = new Lazy<Task<CSharpCompiler>>(StartCompilerAsync);
    }

    /// <inheritdoc/>
    public string Name => "docker";

    /// <inheritdoc/>
    public IsolationLevel Isolation => IsolationLevel.Container;

    /// <summary>Gets the engine's version.</summary>
    public string EngineVersion => _engine.Version;

    /// <summary>Gets or sets the name written on every container, so that it can be told whose it is. Default: none.</summary>
    public string RunId { get; set; } = "";

    /// <summary>Gets the languages that can be run.</summary>
    public IReadOnlyCollection<string> Languages => _languages.Keys;

    /// <summary>Connects to the engine and removes containers that killed runs left behind.</summary>
    /// <exception cref="SandboxUnavailableException">No engine can be used here; the message says how to fix that.</exception>
    public static async Task<DockerSandbox> StartAsync(DockerSandboxOptions options, CancellationToken ct)
    {
        var engine = await DockerEngine.ConnectAsync(options.Host, ct);
        try
        {
            await ContainerReaper.RemoveLeftoversAsync(engine, ct);
            return new DockerSandbox(engine, options);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Returns the languages that a folder of images holds.</summary>
    public static IReadOnlyList<string> LanguagesIn(string imagesFolder) =>
        LanguageFolder.ReadAll(imagesFolder).Select(language => language.Language).ToList();

    /// <summary>Returns what runs the answers in each language of a folder of images, with its version, where its manifest tells.</summary>
    public static IReadOnlyDictionary<string, string> RuntimesIn(string imagesFolder) =>
        LanguageFolder.ReadAll(imagesFolder).Where(language => language.Runtime is not null)
            .ToDictionary(language => language.Language, language => language.Runtime!);

    /// <summary>Returns the images that this program has built on this engine, also those of its other versions.</summary>
    public Task<IReadOnlyList<OwnImage>> ImagesAsync(CancellationToken ct) =>
        _images.ListAsync(_languages.Values.Select(language => language.Recipe(_options.BaseImage).Name).Concat(EnvironmentRecipes())
            .ToHashSet(), ct);

    /// <summary>Returns whether the image of a language is built.</summary>
    public Task<bool> HasImageAsync(string language, CancellationToken ct) =>
        _images.ExistsAsync(_languages[language].Recipe(_options.BaseImage).Name, ct);

    /// <summary>Removes one of our images; false where something still uses it.</summary>
    public Task<bool> RemoveAsync(OwnImage image, CancellationToken ct) => _images.RemoveAsync(image, ct);

    /// <inheritdoc/>
    public bool Runs(string language) => _languages.ContainsKey(language);

    /// <summary>Makes the images of languages ready ahead of the first answer.</summary>
    public Task PrepareAsync(IEnumerable<string> languages) =>
        Task.WhenAll(languages.Where(Runs).Distinct()
        .SelectMany(language => new Task[] { PoolAsync(language), ProtocolAsync(_languages[language]) }));

    /// <inheritdoc/>
    public async Task<string> FingerprintAsync(string language, CancellationToken ct)
    {
        if (_fingerprints.TryGetValue(language, out var known))
        {
            return known;
        }

        await PoolAsync(language).WaitAsync(ct);
        var image = await _images.FindAsync(_languages[language].Recipe(_options.BaseImage).Name, ct);
        var compiler = _languages[language].Results == ResultWay.Worker
            ? ProgramsFingerprint.Create(new RoslynSandboxOptions().ProgramsFolder) : "";
        return _fingerprints[language] = $"{Name} {_options.Runtime} {image} {compiler}";
    }

    /// <inheritdoc/>
    public async Task<ExecutionResult> ExecuteAsync(ExecutionRequest request, CancellationToken ct)
    {
        var result = await ExecuteAsync(request, isFresh: false, ct);
        return result.Status == ExecutionStatus.TestsUnusable
            ? await _confirmation.DecideAsync(request, result, again => ExecuteAsync(again, isFresh: true, ct))
            : result;
    }

    /// <inheritdoc/>
    public async Task<TestsSplit> SplitAsync(ExecutionRequest reference, CancellationToken ct) =>
        await (await _compiler.Value.WaitAsync(ct)).SplitAsync(reference, ct);

    /// <inheritdoc/>
    public async Task<SyntaxOutline> ReadAsync(string source, CancellationToken ct) =>
        await (await _compiler.Value.WaitAsync(ct)).ReadAsync(source, ct);

    /// <inheritdoc/>
    public IReadOnlyList<string> NamesOf(string language) => _languages[language].Names;

    /// <inheritdoc/>
    public bool TestsAreApart(string language) => _languages[language].Results != ResultWay.ExitCode;

    /// <inheritdoc/>
    public IReadOnlyList<string> Definitions(string language, string source)
    {
        try
        {
            return _languages[language].Definition?.Matches(source)
                .Select(match => match.Groups.Values.Skip(1).First(group => group.Success).Value).Distinct().ToList() ?? [];
        }
        catch (RegexMatchTimeoutException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (_compiler.IsValueCreated)
        {
            try
            {
                (await _compiler.Value).Dispose();
            }
            catch (Exception e) when (e is SandboxUnavailableException or OperationCanceledException)
            {
                // Whoever waited for it has said so.
            }
        }

        foreach (var pool in _pools.Values)
        {
            try
            {
                await (await pool.Value).DisposeAsync();
            }
            catch (Exception e) when (e is SandboxUnavailableException or OperationCanceledException)
            {
                // It never came to be; whoever waited for it has said so.
            }
        }

        await ContainerReaper.RemoveAllAsync(_engine);
        _engine.Dispose();
        _starting.Dispose();
        _repeating.Dispose();
        _closing.Dispose();
    }

    private async Task<ExecutionResult> ExecuteAsync(ExecutionRequest request, bool isFresh, CancellationToken ct)
    {
        var protocol = await ProtocolAsync(_languages[request.Language]).WaitAsync(ct);
        var prepared = await protocol.PrepareAsync(request, ct);
        if (prepared.Refused is { } refused)
        {
            return refused with { CheckLocation = RunReader.LocationOf(request, refused) };
        }

        var pool = await PoolAsync(request.Language).WaitAsync(ct);
        var first = await RunAsync(pool, protocol, prepared, isFresh, ct);
        var result = await ClockLimit.DecideAsync(first, request.Limits, () => RepeatAsync(pool, protocol, prepared, isFresh, ct));
        return result with { CheckLocation = RunReader.LocationOf(request, result) };
    }

    private async Task<ExecutionResult> RunAsync(ContainerPool pool, IRunnerProtocol protocol, RunnerRequest prepared, bool isFresh,
        CancellationToken ct)
    {
        for (var losses = 1; ; losses++)
        {
            RunnerContainer container;
            try
            {
                container = await pool.TakeAsync(isFresh, ct);
            }
            catch (SandboxUnavailableException) when (losses < MaxLosses)
            {
                await _engine.WaitUntilAliveAsync(_options.EngineTimeout, ct);
                continue;
            }

            var isClean = false;
            try
            {
                using var reply = await container.AskAsync(prepared.Body, RunnerRequest.LongestTime(prepared.Limits) + Grace, ct);
                var result = protocol.Read(reply.RootElement, prepared);
                // What seems wrong with the tests may be what an earlier answer did to their process.
                isClean = reply.RootElement.GetProperty("clean").GetBoolean() && result.Status != ExecutionStatus.TestsUnusable;
                return result;
            }
            catch (RunnerLostException) when (losses < MaxLosses)
            {
                // Perhaps through the answer, perhaps because the engine was stopped.
                await _engine.WaitUntilAliveAsync(_options.EngineTimeout, ct);
            }
            catch (RunnerLostException)
            {
                return new ExecutionResult { Status = ExecutionStatus.Crashed, Reason = TookItsContainer };
            }
            catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or JsonException or FormatException)
            {
                throw new SandboxUnavailableException("The runner's reply is not what was agreed.", e);
            }
            finally
            {
                pool.Return(container, isClean);
            }
        }
    }

    /// <summary>Runs an answer again beside no other repetition.</summary>
    private async Task<ExecutionResult> RepeatAsync(ContainerPool pool, IRunnerProtocol protocol, RunnerRequest prepared, bool isFresh,
        CancellationToken ct)
    {
        await _repeating.WaitAsync(ct);
        try
        {
            return await RunAsync(pool, protocol, prepared, isFresh, ct);
        }
        finally
        {
            _repeating.Release();
        }
    }

    private async Task<IRunnerProtocol> ProtocolAsync(LanguageFolder language) =>
        language.Results == ResultWay.Worker ? new WorkerProtocol(await _compiler.Value) : new TestsProtocol(language);

    private async Task<CSharpCompiler> StartCompilerAsync()
    {
        var options = new RoslynSandboxOptions();
        return new CSharpCompiler(await ProgramLauncher.FindAsync(options.ProgramsFolder, options.Isolation, _closing.Token),
            options.CompileTime);
    }

    private async Task<ContainerPool> PoolAsync(string language)
    {
        var pool = _pools.GetOrAdd(language, name => new Lazy<Task<ContainerPool>>(() => OpenPoolAsync(_languages[name])));
        try
        {
            return await pool.Value;
        }
        catch
        {
            // An engine that was too busy to build an image once must not fail for the rest of the run.
            _pools.TryRemove(new KeyValuePair<string, Lazy<Task<ContainerPool>>>(language, pool));
            throw;
        }
    }

    private async Task<ContainerPool> OpenPoolAsync(LanguageFolder language)
    {
        var image = await _images.EnsureAsync(language.Recipe(_options.BaseImage), _closing.Token);
        return new ContainerPool(_engine, image, _options, () => RunId, _starting);
    }

    private IEnumerable<string> EnvironmentRecipes() =>
        WorkspaceEnvironment.ReadAll(_options.ImagesFolder).Where(environment => environment.Image is null)
            .Select(environment => environment.Recipe(_options.BaseImage).Name);
}
