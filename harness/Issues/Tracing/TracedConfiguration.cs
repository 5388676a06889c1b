using System.Text.RegularExpressions;
using Eval.Datasets;
using Eval.Harness.Patches;
using Eval.Sandboxes;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues.Tracing;

/// <summary>
/// Tells of the files that were read before the first test which ones configure it beside those that are known by their names: all but
/// the sources that are tested. Those are what the tests import, directly or not; in Python, where much is imported by names that no source
/// holds, also what else is in the same packages, unless configuration names or loads it; of compiled languages all that is not in the
/// tests' own project.
/// </summary>
internal sealed partial class TracedConfiguration
{
    /// <summary>Tells git alone what is no part of a repository.</summary>
    private const string IgnoreFile = ".gitignore";

    /// <summary>How far the times of a file system may be behind those that a runner tells.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(10);

    private readonly IssueTask _task;
    private readonly IReadOnlyList<ReadFile> _reads;
    private readonly IReadOnlyDictionary<string, string> _texts;
    private readonly HashSet<string> _tests;
    private readonly HashSet<string> _together;

    /// <param name="task">The task.</param>
    /// <param name="reads">What a run of its tests read.</param>
    /// <param name="texts">The modules among that, by path.</param>
    /// <param name="firstTest">When the first test began, where its runner tells that.</param>
    public TracedConfiguration(
        IssueTask task, IReadOnlyList<ReadFile> reads, IReadOnlyDictionary<string, string> texts, DateTimeOffset? firstTest)
    {
        _task = task;
        _reads = reads;
        _texts = texts;
        _tests = [.. reads.Select(file => file.Path).Where(HoldsTests)];
        _tests = _tests.Count > 0 ? _tests : [.. reads.Select(file => file.Path).Where(MayHoldTests)];
        // Who reads a file of tests runs it next.
        var first = firstTest ?? reads.Where(file => _tests.Contains(file.Path)).Select(file => (DateTimeOffset?)file.At).Min();
        _together = [.. reads.Where(file => file.At <= first && file.At > first - (firstTest is null ? TimeSpan.FromTicks(1) : ClockStep))
            .Select(file => file.Path)];
        Early = [.. reads.Where(file => file.At <= first && !_tests.Contains(file.Path)).Select(file => file.Path)];
    }

    /// <summary>Gets the files that were read before the first test, in their order, but for those that hold tests.</summary>
    public IReadOnlyList<string> Early { get; }

    /// <summary>
    /// Finds the files that configure the tests which were run in a working copy since its trace began; null where there is no telling.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="command">The command that ran the tests.</param>
    /// <param name="workspace">The working copy.</param>
    /// <param name="firstTest">When the first test began, where its runner tells that.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public static async Task<IReadOnlyList<string>?> FindAsync(
        IssueTask task, string command, Workspace workspace, DateTimeOffset? firstTest, CancellationToken ct)
    {
        if (await ReadTrace.EndAsync(workspace, ct) is not { } reads)
        {
            return null;
        }

        var modules = reads.Select(file => file.Path).Where(SourceKinds.IsModule).ToList();
        if (await ReadTrace.ReadTextsAsync(workspace, modules, ct) is not { } texts)
        {
            return null;
        }

        var traced = new TracedConfiguration(task, reads, texts, firstTest);
        var others = modules.Count == 0 ? [] : traced.Early.Where(path => SourceKinds.Find(path) == SourceKind.None).ToList();
        return await ReadTrace.ReadTextsAsync(workspace, others, ct) is { } otherTexts ? traced.Find(command, otherTexts) : null;
    }

    /// <summary>Returns those of the early files that have a say in how the tests are built or run.</summary>
    /// <param name="command">The command that ran the tests.</param>
    /// <param name="otherTexts">Those of the early files that are no modules, by path.</param>
    public IReadOnlyList<string> Find(string command, IReadOnlyDictionary<string, string> otherTexts)
    {
        var graph = new ImportGraph(_texts, _task.TestFiles);
        var reached = graph.Reach(_tests);
        var packages = reached.Where(path => !PatchFlags.IsTest(path)).Select(PackageOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        bool IsInside(string path) =>
            SourceKinds.Find(path) == SourceKind.Python && !PatchFlags.IsTest(path)
            && PackageOf(path) is { } package && packages.Contains(package);
        // What configuration loads is configuration too, where no test does.
        var loaded = Early.Where(path => SourceKinds.IsModule(path) && !reached.Contains(path))
            .Where(path => !IsInside(path) || TestConfiguration.Includes(path, command))
            .SelectMany(graph.Imports).ToHashSet(StringComparer.Ordinal);
        var reported = otherTexts.Values.Append(command).SelectMany(Names).ToHashSet(StringComparer.Ordinal);
        var extensions = _tests.Select(Path.GetExtension).ToHashSet(StringComparer.Ordinal);
        var projects = TestProjects();
        bool Configures(string path) => SourceKinds.Find(path) switch
        {
            SourceKind.Python or SourceKind.Script =>
                !reached.Contains(path) && (!IsInside(path) || loaded.Contains(path) || IsNamed(path, reported)),
            // Changes of tests are flagged as such.
            SourceKind.Compiled =>
                !PatchFlags.IsTest(path) && projects.Exists(project => path.StartsWith(project, StringComparison.Ordinal)),
            _ => Path.GetFileName(path) != IgnoreFile
                && !extensions.Contains(Path.GetExtension(path)) && !IsDataOf(reached, path),
        };
        return [.. Early.Where(path => !TestConfiguration.Includes(path, command) && Configures(path)).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Whether what is tested reads a file. The clock of a file system is coarse: what a test loads may seem to be read together with it.
    /// </summary>
    private bool IsDataOf(IReadOnlySet<string> reached, string path) =>
        _together.Contains(path) && reached.Any(module =>
            _texts.TryGetValue(module, out var text) && text.Contains(Path.GetFileName(path), StringComparison.Ordinal));

    private bool HoldsTests(string path) => _texts.TryGetValue(path, out var text)
        ? (_task.TestFiles.Contains(path) || TestNames().IsMatch(Path.GetFileName(path))) && TestMarks().IsMatch(text)
        : MayHoldTests(path);

    private bool MayHoldTests(string path) =>
        _task.TestFiles.Contains(path) && TestFiles.MayHoldTests(path) && Path.GetFileName(path) is not ("__init__.py" or "conftest.py");

    /// <summary>The folder that holds a package: <c>calc/</c>, <c>src/calc/</c>; null for a file at the root.</summary>
    private static string? PackageOf(string path)
    {
        var parts = path.Split('/');
        return parts.Length == 1 ? null : parts[0] is "src" or "lib" && parts.Length > 2 ? $"{parts[0]}/{parts[1]}/" : parts[0] + "/";
    }

    /// <summary>The paths and dotted names that a text holds.</summary>
    private static IEnumerable<string> Names(string text) => PathsAndNames().Matches(text).Select(match => match.Groups["name"].Value);

    /// <summary>Whether a module is among names, by its path or with dots.</summary>
    private static bool IsNamed(string path, HashSet<string> names)
    {
        var name = path[..^Path.GetExtension(path).Length];
        var isBelowRoot = name.StartsWith("src/", StringComparison.Ordinal) || name.StartsWith("lib/", StringComparison.Ordinal);
        return names.Contains(path) || names.Contains(name) || names.Contains((isBelowRoot ? name[4..] : name).Replace('/', '.'));
    }

    /// <summary>The folders of the projects that hold hidden tests and nothing that is tested.</summary>
    private List<string> TestProjects()
    {
        var folders = _reads.Where(file => file.Path.EndsWith("proj", StringComparison.OrdinalIgnoreCase))
            .Select(file => file.Path[..(file.Path.LastIndexOf('/') + 1)]).ToList();
        var tested = _task.GoldPatch is { } gold ? DiffPaths.Find(gold).Except(_task.TestFiles, StringComparer.Ordinal).ToList() : [];
        return
        [
            .. _task.TestFiles
                .Select(test => folders.Where(folder => test.StartsWith(folder, StringComparison.Ordinal)).MaxBy(folder => folder.Length))
                .OfType<string>().Distinct(StringComparer.Ordinal)
                .Where(folder => folder.Length > 0 && !tested.Exists(path => path.StartsWith(folder, StringComparison.Ordinal))),
        ];
    }

    [GeneratedRegex(
        @"^[ \t]*(?:async[ \t]+)?def[ \t]+test|^[ \t]*class[ \t]+\w*Test|\b(?:test|it|describe|suite)(?:\.\w+)?\s*\(",
        RegexOptions.Multiline)]
    private static partial Regex TestMarks();

    /// <summary>An option may be glued to the name of a plugin.</summary>
    [GeneratedRegex(@"(?:(?<=\s)-p|\./)?(?<name>\w[\w./\-]*)")]
    private static partial Regex PathsAndNames();

    [GeneratedRegex(@"^test_.*\.py$|_test\.py$|^tests?\.py$|^(?:.*[.\-_])?(?:test|spec)\.[cm]?[jt]sx?$|^test-.*\.[cm]?[jt]s$")]
    private static partial Regex TestNames();
}
