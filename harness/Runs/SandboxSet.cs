using Eval.Datasets;
using Eval.Harness.Console;
using Eval.Harness.Issues;
using Eval.Harness.Options;
using Eval.Harness.Replies;
using Eval.Harness.Scoring;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;
using Eval.Sandboxes.Roslyn;

namespace Eval.Harness.Runs;

/// <summary>
/// The sandboxes a run needs, by the languages of its tasks: C# goes to Roslyn unless containers are asked for, everything else to
/// containers.
/// </summary>
internal sealed class SandboxSet(SandboxOptions options, IssueOptions issues, Terminal terminal) : IAsyncDisposable
{
    private const string CSharp = "csharp";
    private Task<RoslynSandbox>? _roslyn;
    private Task<DockerSandbox>? _docker;
    private IssueSandbox? _issueSandbox;
    private bool _isDisposed;
    private List<IssueTask> _issues = [];

    /// <summary>The sandboxes that answers run in.</summary>
    public IReadOnlyList<ISandbox> Opened { get; private set; } = [];

    /// <summary>What issue tasks run in; null where there are none.</summary>
    public IssueSandbox? Issues => _issueSandbox;

    /// <summary>Says of which tasks no sandbox here can run the answers.</summary>
    public static IEnumerable<string> Mistakes(IEnumerable<EvalTask> tasks, SandboxOptions options)
    {
        var inContainers = DockerSandbox.LanguagesIn(new DockerSandboxOptions().ImagesFolder);
        foreach (var group in tasks.OfType<FunctionTask>().GroupBy(task => (task.Dataset, task.Language)))
        {
            var (dataset, language) = group.Key;
            if (language != CSharp && options.Kind == "roslyn")
            {
                yield return $"data set {dataset}: {group.Count()} tasks are in {language}, which the sandbox roslyn does not run; leave "
                    + "--sandbox out.";
            }
            else if (language != CSharp && !inContainers.Contains(language))
            {
                yield return $"data set {dataset}: {group.Count()} tasks are in {language}, and no sandbox here runs that; choose tasks in "
                    + $"{string.Join(", ", inContainers.Append(CSharp).Distinct().Order(StringComparer.Ordinal))}.";
            }
        }
    }

    /// <summary>Starts what the tasks need, without waiting for it.</summary>
    public void Start(IReadOnlyList<EvalTask> tasks, CancellationToken ct)
    {
        var languages = tasks.OfType<FunctionTask>().Select(task => task.Language).ToHashSet();
        _issues = tasks.OfType<IssueTask>().ToList();
        bool InContainer(string language) => language != CSharp || options.Kind == "docker";
        if (languages.Any(language => !InContainer(language)))
        {
            _roslyn = RoslynSandbox.StartAsync(new RoslynSandboxOptions { MaxWorkers = options.MaxSandboxes }, ct);
        }

        if (languages.Any(InContainer))
        {
            _docker = StartDockerAsync(languages.Where(InContainer).ToHashSet(), ct);
        }
    }

    /// <summary>Waits for what was started and returns what scores with it.</summary>
    /// <exception cref="SandboxUnavailableException">One of them cannot be had here.</exception>
    public async Task<IReadOnlyList<IScorer>> OpenAsync(string runId)
    {
        var opened = new List<ISandbox>();
        var scorers = new List<IScorer>();
        if (_roslyn is not null)
        {
            var roslyn = await _roslyn;
            opened.Add(roslyn);
            scorers.Add(new FunctionScorer(roslyn, roslyn, options.Limits));
        }

        if (_docker is not null)
        {
            var docker = await _docker;
            docker.RunId = runId;
            opened.Add(docker);
            scorers.Add(new FunctionScorer(docker, docker, options.Limits, Enum.Parse<AnswerAssembly>(options.Assembly, ignoreCase: true),
                docker));
        }

        if (_issues.Count > 0)
        {
            scorers.Add(await OpenWorkspacesAsync(runId));
        }

        Opened = opened;
        return scorers;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        if (_issueSandbox is not null)
        {
            await _issueSandbox.DisposeAsync();
        }

        foreach (var started in new[] { AsSandboxAsync(_roslyn), AsSandboxAsync(_docker) })
        {
            try
            {
                if (await started is { } sandbox)
                {
                    await sandbox.DisposeAsync();
                }
            }
            catch (Exception e) when (e is SandboxUnavailableException or OperationCanceledException)
            {
                // Whoever waited for it has said so.
            }
        }
    }

    private async Task<IssueScorer> OpenWorkspacesAsync(string runId)
    {
        _issueSandbox = await IssueSandbox.OpenAsync(issues, options, _issues, runId, terminal.Say, CancellationToken.None);
        return new IssueScorer(_issueSandbox.Grader);
    }

    private static async Task<ISandbox?> AsSandboxAsync<T>(Task<T>? sandbox)
        where T : ISandbox => sandbox is null ? null : await sandbox;

    private async Task<DockerSandbox> StartDockerAsync(IReadOnlySet<string> languages, CancellationToken ct)
    {
        var docker = await DockerSandbox.StartAsync(
            new DockerSandboxOptions
            {
                MaxContainers = options.MaxSandboxes,
                Runtime = options.DockerRuntime,
                BaseImage = options.DockerBase,
                AnswersPerContainer = options.AnswersPerContainer,
                Limits = options.Limits,
                Say = terminal.Say,
            },
            ct);
        try
        {
            await docker.PrepareAsync(languages);
            return docker;
        }
        catch
        {
            await docker.DisposeAsync();
            throw;
        }
    }
}
