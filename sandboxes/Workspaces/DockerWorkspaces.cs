using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Docker.DotNet.Models;
using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Workspaces;

/// <summary>
/// Opens working copies of repositories in locked-down containers. An image for each environment is shared by all its repositories'
/// commits; on it stands a thin image for each commit, so that a copy opens in a moment. Thread-safe.
/// </summary>
public sealed class DockerWorkspaces : IAsyncDisposable
{
    /// <summary>Building is disk and network; more at once helps nobody.</summary>
    private const int MaxBuilds = 1;

    private const int MaxStarts = 2;

    /// <summary>The folder beside the environments', and in the context of a build, with the reporters.</summary>
    private const string ReportersFolder = "reporters";

    private const int TagChars = 16;
    private readonly DockerEngine _engine;
    private readonly WorkspaceOptions _options;
    private readonly ImageStore _images;
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _built = new();
    private readonly SemaphoreSlim _building = new(MaxBuilds);
    private readonly SemaphoreSlim _starting = new(MaxStarts);
    private readonly CancellationTokenSource _closing = new();

    private DockerWorkspaces(DockerEngine engine, WorkspaceOptions options)
    {
        _engine = engine;
        _options = options;
        _images = new ImageStore(engine, options.Say, options.ImageBudgetBytes);
        Environments = WorkspaceEnvironment.ReadAll(options.ImagesFolder);
    }

    /// <summary>Gets the environments that travel with the program.</summary>
    public IReadOnlyList<WorkspaceEnvironment> Environments { get; }

    /// <summary>Connects to the engine and removes containers that killed runs left behind.</summary>
    /// <exception cref="SandboxUnavailableException">No engine can be used here; the message says how to fix that.</exception>
    public static async Task<DockerWorkspaces> StartAsync(WorkspaceOptions options, CancellationToken ct)
    {
        var engine = await DockerEngine.ConnectAsync(options.Host, ct);
        try
        {
            await ContainerReaper.RemoveLeftoversAsync(engine, ct);
            return new DockerWorkspaces(engine, options);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Returns how much space our images take on this engine, each layer counted once.</summary>
    /// <exception cref="SandboxUnavailableException">The engine does not answer.</exception>
    public async Task<long> ImageBytesAsync(CancellationToken ct) =>
        (await _images.ListAsync(new HashSet<string>(), ct)).Sum(image => image.Bytes);

    /// <summary>Returns whether the engine has an image.</summary>
    public Task<bool> HasImageAsync(string name, CancellationToken ct) => _images.ExistsAsync(name, ct);

    /// <summary>Returns the image of a working copy, building it, and its environment's, where they are missing.</summary>
    /// <param name="environment">What the repository's code needs.</param>
    /// <param name="published">A published image to build on instead of the environment's Dockerfile; it holds the repository at
    /// <c>/testbed</c>.</param>
    /// <param name="tree">The files; <see langword="null"/> for those that the published image holds.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<string> EnsureImageAsync(WorkspaceEnvironment environment, string? published, WorkspaceTree? tree, CancellationToken ct)
    {
        // Not its name: two tasks may each have one of their own by the same.
        var key = $"{environment.Folder}\0{published}\0{tree?.Hash}";
        var image = _built.GetOrAdd(key, _ => new Lazy<Task<string>>(() => BuildAsync(environment, published, tree)));
        return ForgetFailureAsync(key, image, ct);
    }

    /// <summary>Makes sure of the image that all working copies of an environment stand on.</summary>
    /// <exception cref="SandboxUnavailableException">It cannot be built.</exception>
    public async Task EnsureEnvironmentImageAsync(WorkspaceEnvironment environment, CancellationToken ct)
    {
        await _building.WaitAsync(ct);
        try
        {
            await EnsureEnvironmentAsync(environment).WaitAsync(ct);
        }
        finally
        {
            _building.Release();
        }
    }

    /// <summary>Opens a fresh working copy.</summary>
    /// <exception cref="SandboxUnavailableException">The container cannot be started.</exception>
    public async Task<Workspace> OpenAsync(WorkspaceEnvironment environment, string image, CancellationToken ct)
    {
        await _starting.WaitAsync(ct);
        try
        {
            return await Workspace.StartAsync(_engine, image, environment, _options, ct);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await ContainerReaper.RemoveAllAsync(_engine);
        _engine.Dispose();
        _building.Dispose();
        _starting.Dispose();
        _closing.Dispose();
    }

    private async Task<string> ForgetFailureAsync(string key, Lazy<Task<string>> image, CancellationToken ct)
    {
        try
        {
            return await image.Value.WaitAsync(ct);
        }
        catch (SandboxUnavailableException)
        {
            _built.TryRemove(KeyValuePair.Create(key, image));
            throw;
        }
    }

    private async Task<string> BuildAsync(WorkspaceEnvironment environment, string? published, WorkspaceTree? tree)
    {
        await _building.WaitAsync(_closing.Token);
        try
        {
            if (published is not null)
            {
                var id = await _images.FindAsync(published, _closing.Token)
                    ?? throw new SandboxUnavailableException($"The engine has no image {published} any more.");
                return await _images.EnsureAsync(CopyRecipe(environment, (published, id), tree), _closing.Token);
            }

            var below = await EnsureEnvironmentAsync(environment);
            return await _images.EnsureAsync(CopyRecipe(environment, (below, below), tree), _closing.Token);
        }
        finally
        {
            _building.Release();
        }
    }

    private async Task<string> EnsureEnvironmentAsync(WorkspaceEnvironment environment)
    {
        if (environment.On is { } below)
        {
            await EnsureEnvironmentAsync(below);
        }

        return await _images.EnsureAsync(environment.Recipe(_options.BaseImage), _closing.Token);
    }

    /// <summary>
    /// The image of one commit: the files in one commit without history, made ready. It is built without network, by the rules of the
    /// container that will run it but as root, since it holds nothing of a model yet.
    /// </summary>
    /// <param name="environment">What the repository's code needs.</param>
    /// <param name="below">The image below, and what it is known by whatever its name means later.</param>
    /// <param name="tree">The files; <see langword="null"/> for those of the image below.</param>
    private ImageRecipe CopyRecipe(WorkspaceEnvironment environment, (string Name, string Id) below, WorkspaceTree? tree)
    {
        var begin = tree is null
            ? $"RUN mkdir -p {Workspace.BaseFolder} && cp -a {Workspace.Folder}/. {Workspace.BaseFolder}/ && rm -rf {Workspace.Folder}"
            : $"ADD tree.tar {Workspace.BaseFolder}/";
        var variables = string.Join('\n', environment.Variables
            .Select(variable => $"export {variable.Key}='{variable.Value.Replace("'", @"'\''", StringComparison.Ordinal)}'"));
        var files = new Dictionary<string, string>
        {
            ["Dockerfile"] = $"""
                FROM {below.Name}
                USER 0:0
                WORKDIR /
                {begin}
                COPY prepare.sh /eval/prepare.sh
                RUN /bin/bash /eval/prepare.sh && mkdir -p {Workspace.Folder} && chmod 1777 {Workspace.Folder}
                COPY {ReportersFolder}/ {Workspace.ReportersFolder}/
                WORKDIR {Workspace.Folder}
                ENTRYPOINT []

                """,
            // Beyond the base there is no history, no other branch and no remote to read the fix from.
            ["prepare.sh"] = $"""
                set -euo pipefail
                # Where it will be used: what a build leaves behind holds its own path.
                mkdir -p {Workspace.Folder}
                cp -a {Workspace.BaseFolder}/. {Workspace.Folder}/
                rm -rf {Workspace.BaseFolder}/.git {Workspace.Folder}/.git
                cd {Workspace.Folder}/
                {variables}
                export HOME=/tmp GIT_AUTHOR_DATE='2000-01-01T00:00:00Z' GIT_COMMITTER_DATE='2000-01-01T00:00:00Z'
                git init -q -b main .
                # All that a repository holds is its own, also what it tells git to ignore; what is made here on top follows its rules.
                git add -A {(tree is null ? "" : "--force")}
                {environment.Prepare}
                cd {Workspace.Folder}/
                git add -A
                git -c gc.auto=0 -c user.name=base -c user.email=base@localhost commit -q --allow-empty -m base
                # Few files are copied in a moment; and git is not left to tidy up behind the back of what follows.
                git repack -a -d -q
                rm -rf .git/hooks .git/logs
                cd /
                # What is gone or different goes, so that only what is new or different takes space again; and only where the mode is wrong.
                entries() ( cd "$1" && (find . -mindepth 1 -type d -printf 'd %p\0' -o -type l -printf "$1 %p\0" -o -printf '%m %p\0'
                    find . -type f -exec md5sum -z {"{}"} +) | LC_ALL=C sort -z )
                LC_ALL=C comm -z -23 <(entries {Workspace.BaseFolder}) <(entries {Workspace.Folder}) \
                    | sed -z 's|^[^.]*\./|./|' | (cd {Workspace.BaseFolder} && xargs -0 -r rm -rf)
                cp -a -u {Workspace.Folder}/. {Workspace.BaseFolder}/
                # A folder of files that nobody may write to makes no copy that nobody can work in.
                find {Workspace.BaseFolder} ! -type l \( ! -perm -644 -o -type d ! -perm -755 \) -exec chmod u+w,a+rX {"{}"} +
                rm -rf {Workspace.Folder} /tmp/* /tmp/.[!.]*

                """,
        };
        foreach (var (name, file) in LanguageFolder.Below(Path.Combine(_options.ImagesFolder, WorkspaceEnvironment.FolderName,
            ReportersFolder), ReportersFolder))
        {
            files.Add(name, File.ReadAllText(file));
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', files.Values.Append(below.Id).Append(tree?.Hash ?? ""))));
        return new ImageRecipe
        {
            Name = $"{ImageStore.Prefix}copy-{environment.Name.ToLowerInvariant()}:{Convert.ToHexStringLower(hash)[..TagChars]}",
            Purpose = $"copy of {tree?.Name ?? below.Name}",
            Source = tree?.Name ?? below.Name,
            NeedsNetwork = false,
            Context = async ct =>
            {
                if (tree is null)
                {
                    return BuildContext.Create(files, null);
                }

                await using var archive = await tree.OpenAsync(ct);
                return BuildContext.Create(files, ("tree.tar", archive));
            },
        };
    }
}
