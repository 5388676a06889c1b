using System.Text.RegularExpressions;
using Eval.Datasets;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Patches;

/// <summary>
/// Knows the files that have a say in how code is built or tests are run, rather than being what is tested. A task's change has none: in a
/// graded copy they are the base's, unless the task's own known patch or hidden tests touch them.
/// </summary>
internal static partial class TestConfiguration
{
    // By the name alone, wherever they are. NuGet and MSBuild take theirs however they are written, and so does this.
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        // Python: pytest, what starts before it, and packaging, which makes plugins known.
        "conftest.py", "pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml", "tox.ini", "tox.toml", "setup.cfg", "setup.py",
            "pyproject.toml", "noxfile.py", ".coveragerc",
        "sitecustomize.py", "usercustomize.py", "pyvenv.cfg", ".python-version", "pythonstartup.py", "unittest.cfg", "nose.cfg", ".noserc",
            "manage.py", "runtests.py",
        // .NET: MSBuild, NuGet, the SDK, runners of tests.
        "Directory.Build.props", "Directory.Build.targets", "Directory.Build.rsp", "Directory.Packages.props", "Directory.Solution.props",
            "Directory.Solution.targets", "MSBuild.rsp",
        "global.json", "NuGet.config", "packages.config", "packages.lock.json", "dotnet-tools.json", "launchSettings.json", "app.config",
            "runtimeconfig.template.json",
        "xunit.runner.json", "testconfig.json", ".editorconfig", ".globalconfig", "omnisharp.json",
        // JavaScript: Node, package managers, runners and what transforms sources.
        "package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc",
            ".yarnrc", ".yarnrc.yml", ".pnpmfile.cjs", ".pnp.cjs",
        ".pnp.loader.mjs", ".noderc", ".nvmrc", ".node-version", ".nycrc", ".nycrc.json", ".c8rc", ".c8rc.json", ".taprc",
            "node.config.json",
        "mocha.opts", "nodemon.json", "nx.json", "lerna.json", "turbo.json", "deno.json", "bunfig.toml",
        // Whatever the language.
        "Makefile", "CMakeLists.txt", "Dockerfile", ".gitattributes", ".gitmodules", ".envrc",
    };

    private static readonly string[] Endings =
    [
        ".pth", ".pyc", ".pyo", ".egg-link", ".runsettings", ".testsettings", ".csproj", ".fsproj", ".vbproj", ".proj", ".props",
            ".targets", ".tasks", ".sln", ".slnx", ".slnf", ".rsp",
        ".ruleset", ".csproj.user", ".runtimeconfig.json", ".deps.json", ".overridetasks",
    ];

    /// <summary>
    /// Settings of tools that may be a script, in JSON or a module of either kind: <c>jest.config.ts</c>, <c>.mocharc.cjs</c>.
    /// </summary>
    private static readonly string[] Tools =
    [
        ".mocharc", ".babelrc", ".swcrc", ".env", "babel.config", "swc.config", "ava.config", "tap.config", "c8.config", "nyc.config",
            "tsconfig", "jsconfig", "karma.conf", "wdio.conf",
        "webpack.config", "rollup.config", "rolldown.config", "esbuild.config", "playwright.config", "cypress.config", "postcss.config",
            "setupTests", "setup-tests", "setup-jest", "setup-vitest", "test-setup",
    ];

    /// <summary>Folders whose whole content comes from tools, and which they load without being told.</summary>
    private static readonly string[] Folders = ["__pycache__", "node_modules", "__mocks__", "bin", "obj", ".config", ".mvn", ".husky"];

    private static readonly string[] MetadataEndings = [".egg-info", ".dist-info"];

    /// <summary>Returns whether a file has a say in how a repository is built or its tests are run.</summary>
    /// <param name="path">Its path relative to the repository's root.</param>
    /// <param name="command">The command that runs the tests; the scripts it names are of this kind whatever they are called.</param>
    public static bool Includes(string path, string command)
    {
        var parts = path.Split('/');
        var name = parts[^1];
        return Names.Contains(name)
            || Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            || RunnerFiles().IsMatch(name)
            || Tools.Any(tool => name == tool || name.StartsWith(tool + ".", StringComparison.OrdinalIgnoreCase))
            || parts.SkipLast(1).Any(folder => IsOfTools(folder, name))
            || command.Split([' ', '\'', '"', ';', '='], StringSplitOptions.RemoveEmptyEntries)
            .Any(word => word == path || word == "./" + path);
    }

    /// <summary>
    /// Returns the files that are put back in a graded copy: those of the change that are of this kind, but for the task's own.
    /// </summary>
    public static IReadOnlyList<string> ToRestore(IEnumerable<ChangedFile> changes, IssueTask task, string command)
    {
        var own = Own(task);
        return [.. changes.Select(file => file.Path).Where(path => Includes(path, command) && !own.Contains(path))];
    }

    /// <summary>Returns of the files that were found to configure a task's tests those that are none of its own.</summary>
    public static IReadOnlySet<string> Traced(IEnumerable<string> configuration, IssueTask task) =>
        configuration.Except(Own(task), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);

    /// <summary>What the task itself changes: its known patch, its hidden tests, and what its record lists.</summary>
    private static HashSet<string> Own(IssueTask task) =>
        [.. task.GoldPatch is { } gold ? DiffPaths.Find(gold) : [], .. task.TestFiles, .. task.ConfigurationFiles];

    // bin/ is also where scripts are kept.
    private static bool IsOfTools(string folder, string name) =>
        MetadataEndings.Any(ending => folder.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        || (folder == "bin" ? name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)
            : Folders.Contains(folder, StringComparer.OrdinalIgnoreCase));

    /// <summary>What a runner of JavaScript is told by, or what its settings have it load first, by the names that all give it.</summary>
    [GeneratedRegex(
        @"^(?:jest|vitest|vite|mocha)\b.*(?:config|conf|setup|teardown|workspace|projects?|preset|environment|polyfills|resolver|transform\w*|reporter|runner)\b", RegexOptions.IgnoreCase)]
    private static partial Regex RunnerFiles();
}
