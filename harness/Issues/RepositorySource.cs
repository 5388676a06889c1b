using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Enumeration;
using System.Text;
using Eval.Datasets;
using Eval.Sandboxes;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>
/// Finds the repositories of issue tasks: a task's own snapshot, a folder of mirrors or bundles, or a git server. Gives out files of one
/// commit, never a history. Thread-safe.
/// </summary>
/// <param name="source">A folder of mirrors and bundles, or the address of a git server.</param>
/// <param name="cacheFolder">Where clones are kept.</param>
/// <param name="say">Is told of long work.</param>
internal sealed class RepositorySource(string source, string cacheFolder, Action<string> say)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _repositories = new();

    /// <summary>Makes sure that a task's repository and commit can be had.</summary>
    /// <exception cref="SandboxUnavailableException">They cannot; the message says where they were looked for.</exception>
    public async Task CheckAsync(IssueTask task, CancellationToken ct)
    {
        if (task.Snapshot is null)
        {
            var repository = await FindAsync(task.Repository).WaitAsync(ct);
            var (exitCode, _, _) = await ReadAsync(repository, ["cat-file", "-e", task.BaseCommit + "^{commit}"], ct);
            if (exitCode != 0)
            {
                throw new SandboxUnavailableException(
                    $"Task {task.Id}: commit {task.BaseCommit} is not in {repository}; fetch the whole repository.");
            }
        }
    }

    /// <summary>Returns the files that a task begins with.</summary>
    public WorkspaceTree TreeOf(IssueTask task) => task.Snapshot is { } snapshot
        ? new WorkspaceTree($"{task.Dataset}/{task.Id}", task.SnapshotHash!, ct => PackAsync(snapshot, ct))
        : new WorkspaceTree($"{task.Repository}@{task.BaseCommit![..8]}", task.BaseCommit!, ct => PackCommitAsync(task, ct));

    /// <summary>Returns the text of a file as it was; null where there is none.</summary>
    public async Task<string?> ReadFileAsync(IssueTask task, string path, CancellationToken ct)
    {
        if (task.Snapshot is { } snapshot)
        {
            var file = Path.GetFullPath(Path.Combine(snapshot, path));
            return file.StartsWith(snapshot + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file)
                ? Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file, ct)) : null;
        }

        var repository = await FindAsync(task.Repository).WaitAsync(ct);
        var (exitCode, text, _) = await ReadAsync(repository, ["show", $"{task.BaseCommit}:{path}"], ct);
        return exitCode == 0 ? text : null;
    }

    private Task<string> FindAsync(string name) =>
        _repositories.GetOrAdd(name, _ => new Lazy<Task<string>>(() => FindOrCloneAsync(name))).Value;

    private async Task<string> FindOrCloneAsync(string name)
    {
        var flat = name.Replace("/", "__", StringComparison.Ordinal);
        var isAddress = source.Contains("://", StringComparison.Ordinal) || source.StartsWith("git@", StringComparison.Ordinal);
        if (!isAddress)
        {
            string[] folders = [name, flat, name + ".git", flat + ".git", name.Replace('/', '+'),
                Path.Combine(name.Replace('/', '+'), "repo"), Path.GetFileName(name), Path.GetFileName(name) + ".git"];
            if (folders.Select(folder => Path.Combine(source, folder)).SelectMany(folder => new[] { Path.Combine(folder, ".git"), folder })
                .FirstOrDefault(IsRepository) is { } found)
            {
                return found;
            }
        }

        string? bundle = isAddress ? null : new[] { $"{flat}.bundle",
            $"{Path.GetFileName(name)}.bundle" }.Select(file => Path.Combine(source, file)).FirstOrDefault(File.Exists);
        if (!isAddress && bundle is null)
        {
            throw new SandboxUnavailableException($"The repository {name} is not in {source}; put a mirror there ('git clone --mirror "
                + $"https://github.com/{name} {flat}.git') or a bundle {flat}.bundle, or name another place with --repositories.");
        }

        var clone = Path.Combine(cacheFolder, flat + ".git");
        if (IsRepository(clone))
        {
            return clone;
        }

        Directory.CreateDirectory(cacheFolder);
        var unfinished = $"{clone}.{Environment.ProcessId}.tmp";
        var origin = bundle ?? $"{source.TrimEnd('/')}/{name}";
        say($"cloning {origin}; this is done once");
        var (exitCode, _, error) = await GitProcess.RunAsync(["clone", "--quiet", "--mirror", "--", origin, unfinished], null,
            CancellationToken.None);
        if (exitCode != 0)
        {
            throw new SandboxUnavailableException($"The repository {name} could not be cloned from {origin}: {error.Trim().TrimEnd('.')}. "
                + "Name a folder of mirrors with --repositories where the network is not to be used.");
        }

        Directory.Move(unfinished, clone);
        return clone;
    }

    /// <summary>
    /// Reads a repository's objects through a git folder without settings: its own could name programs for git to run on this machine, and
    /// the user's could have files come out changed.
    /// </summary>
    private static async Task<(int ExitCode, string Output, string Error)> ReadAsync(string repository, IEnumerable<string> arguments,
        CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("eval-git");
        try
        {
            folder.CreateSubdirectory("objects");
            folder.CreateSubdirectory("refs");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "HEAD"), "ref: refs/heads/main\n", ct);
            var variables = new Dictionary<string, string>
            {
                ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = Path.GetFullPath(Path.Combine(repository, "objects")),
                ["GIT_CONFIG_GLOBAL"] = "/dev/null",
                ["GIT_CONFIG_NOSYSTEM"] = "1",
            };
            return await GitProcess.RunAsync(["--git-dir", folder.FullName, .. arguments], variables, ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool IsRepository(string folder) =>
        File.Exists(Path.Combine(folder, "HEAD")) && Directory.Exists(Path.Combine(folder, "objects"));

    private async Task<Stream> PackCommitAsync(IssueTask task, CancellationToken ct)
    {
        // Not 'git archive', which leaves out what a project does not want in its releases.
        var repository = await FindAsync(task.Repository).WaitAsync(ct);
        var folder = Directory.CreateTempSubdirectory("eval-tree");
        try
        {
            var (exitCode, _, error) = await ReadAsync(repository,
                ["--work-tree", folder.FullName, "checkout", "--quiet", "--force", task.BaseCommit!, "--", "."], ct);
            return exitCode == 0
                ? await PackAsync(folder.FullName, ct)
                : throw new SandboxUnavailableException($"Commit {task.BaseCommit} of {task.Repository} could not be read: {error.Trim()}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Stream> PackAsync(string folder, CancellationToken ct)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"eval-{Guid.NewGuid():N}.tar"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
                1 << 16, FileOptions.DeleteOnClose);
        // Hidden files too, which the ready-made way leaves out. A link is packed as one and never followed: a repository's may lead
        // anywhere on this machine.
        var all = new FileSystemEnumerable<FileSystemInfo>(
            folder, (ref entry) => entry.ToFileSystemInfo(),
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        await using (var tar = new TarWriter(file, leaveOpen: true))
        {
            foreach (var entry in all.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                if (entry is FileInfo || entry.LinkTarget is not null)
                {
                    await tar.WriteEntryAsync(entry.FullName, Path.GetRelativePath(folder, entry.FullName), ct);
                }
            }
        }

        file.Position = 0;
        return file;
    }
}
