namespace Eval.Sandboxes.Tests.Docker;

/// <summary>
/// Hostile and honest answers side by side in containers: each gets its own verdict, and none of them makes the data set's tests count as
/// unusable.
/// </summary>
[Trait("Needs", "docker")]
public sealed class InterferenceInContainersTests(DockerFixture container) : IClassFixture<DockerFixture>
{
    private const int Honest = 6;

    /// <summary>What each language's tests are given: they do some work before they call, and much memory is theirs.</summary>
    private static readonly Dictionary<string, (string Answer, string Tests)> HonestIn = new()
    {
        ["python"] = ("def f(n):\n    return [n, str(n)]",
            "squares = [i * i for i in range(300_000)]\nassert f(3) == [3, '3']\nassert len(squares) == 300_000"),
        ["javascript"] = ("function f(n) { return [n, String(n)]; }", "const assert = require('assert');\nconst squares = Array.from({ "
            + "length: 300000 }, (_, i) => i * i);\nassert.deepEqual(f(3), [3, '3']);\nassert.equal(squares.length, 300000);"),
    };

    /// <summary>Answers that reach for the tests' process, its memory, time, names and channel.</summary>
    private static readonly (string Language, string Answer, ExecutionStatus? Status)[] Hogs =
    [
        // The channel on which the answer's process says that it has loaded. How that ends depends on which of its two replies is read
        // when.
        ("python", Sends("'{\"e\": 5}'"), null),
        ("python", Sends("'{\"e\": [[1, {}], \"x\"]}'"), null),
        ("python", Sends("'{\"s\": [\"SyntaxError\"]}'"), null),
        ("python", Sends("'[' + '[],' * 3_000_000 + '[]]'"), null),
        ("python", Sends("'[' * 100_000"), null),
        // Processes that keep each other from the processor, while the tests work on what they need before they call.
        ("python", "import os\nfor _ in range(4):\n    if os.fork() == 0:\n        while True: pass\ndef f(n):\n    while True: pass",
            ExecutionStatus.TimedOut),
        ("python", "def f(n):\n    raise ValueError('half a character: \\ud800')", ExecutionStatus.Completed),
        ("python", "def f(n):\n    raise type('E' * 5_000_000, (Exception,), {})('x' * 5_000_000)", ExecutionStatus.Completed),
        ("python", "class V:\n    def __eq__(self, other): return False\n    def __str__(self):\n        while True: pass\n    __repr__ = "
            + "__str__\ndef f(n):\n    return V()", ExecutionStatus.Completed),
        ("python", "import sys\nsys.modules['builtins'] = None\nsys.modules.clear()\ndef f(n):\n    raise ModuleNotFoundError(\"No module "
            + "named 'math'\", name='math')", ExecutionStatus.Completed),
        ("python", "def f(n):\n    return [[] for _ in range(1_000_000)]", ExecutionStatus.Completed),
        ("python", "def f(n):\n    x = []\n    for _ in range(90_000): x = [x]\n    return x", ExecutionStatus.Completed),
        ("python", "import ctypes\nctypes.string_at(0)", ExecutionStatus.Crashed),
        ("javascript", "require('fs').writeSync(3, Buffer.concat([Buffer.from([8, 0, 0, 0]), Buffer.from('{\"e\": 5}')]));",
            ExecutionStatus.Crashed),
        ("javascript", "require('fs').writeSync(3, Buffer.concat([Buffer.from([12, 0, 0, 0]), Buffer.from('{\"s\": [\"x\"]}')]));",
            ExecutionStatus.CompileFailed),
        ("javascript", "function f(n) { const e = new Error(\"Cannot find module 'assert'\"); e.code = 'MODULE_NOT_FOUND'; throw e; }",
            ExecutionStatus.Completed),
        ("javascript", "function f(n) { throw new Error('half a character: \\ud800'); }", ExecutionStatus.Completed),
        ("javascript", "function f(n) { return Array.from({ length: 500000 }, () => []); }", ExecutionStatus.Completed),
        ("javascript", "function f(n) { while (true) { } }", ExecutionStatus.TimedOut),
        ("javascript", "process.exit(0);", ExecutionStatus.Crashed),
    ];

    [Fact]
    public async Task Whatever_an_answer_does_counts_against_it_alone()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var fixture = new DockerFixture { MaxContainers = 2 };
        await fixture.InitializeAsync();
        fixture.Need();
        Task<ExecutionResult> RunAsync(string language, string answer) => fixture.Sandbox.ExecuteAsync(
            DockerFixture.Request(answer, HonestIn[language].Tests,
                new ResourceLimits { CpuTime = TimeSpan.FromSeconds(2), WallTime = TimeSpan.FromMinutes(1) }, language), ct);

        var honest = HonestIn.SelectMany(language => Enumerable.Range(0, Honest)
            .Select(i => (language.Key, Answer: language.Value.Answer + new string('\n', i)))).ToList();
        var all = Hogs.Select(hog => (hog.Language, hog.Answer))
            .Zip(Enumerable.Range(0, Hogs.Length).Select(i => honest[i % honest.Count]));
        var runs = all.Select(pair => (Hog: RunAsync(pair.First.Language, pair.First.Answer),
            Honest: RunAsync(pair.Second.Key, pair.Second.Answer))).ToList();

        var wrong = new List<string>();
        foreach (var (hog, run) in Hogs.Zip(runs))
        {
            var (own, other) = (await run.Hog, await run.Honest);
            var isOwn = (hog.Status ?? own.Status) == own.Status && own.Status != ExecutionStatus.TestsUnusable
                && own.Observations.All(seen => seen.Kind != ObservationKind.Held);
            wrong.AddRange(isOwn ? [] : [$"{hog.Language}: {hog.Answer}: {own.Status} {own.Reason}"]);
            var isHeld = other is { Status: ExecutionStatus.Completed, Observations: [{ Kind: ObservationKind.Held }] };
            wrong.AddRange(isHeld ? [] : [$"beside {hog.Answer}: {other.Status} {other.Reason} {string.Join(" ", other.Observations)}"]);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>What tests leave in their process where an answer makes them break off.</summary>
    [Theory]
    [InlineData("setTimeout(() => { throw new Error('late'); }, 1);\nassert.equal(f(1), 2);")]
    [InlineData("setInterval(() => f(1), 1);\nassert.equal(f(1), 2);")]
    [InlineData("Math.max = () => 0; Array.prototype.includes = () => false; missing = 1;\nassert.equal(f(1), 2);\ndelete "
        + "globalThis.missing;")]
    [InlineData("const given = f(1); Object.freeze(Array.prototype); globalThis.f = () => 7;\nassert.equal(given, 2);")]
    [InlineData("require('timers/promises').setTimeout(1).then(() => { throw new Error('late'); });\nassert.equal(f(1), 2);")]
    public async Task What_broken_off_tests_leave_is_not_there_for_the_next(string tests)
    {
        const string Next = "const assert = require('assert');\nassert.equal(f(1), 1);\nassert.equal(Math.max(1, 2), "
            + "2);\nassert.ok([1].includes(1));\nassert.equal(typeof missing, 'undefined');\n"
            + "Array.prototype.own = 1; delete Array.prototype.own;\n(async () => { await new Promise((done) => setTimeout(done, "
            + "20)); })();";

        var first = await container.RunAsync("function f(n) { return n; }", "const assert = require('assert');\n" + tests, "javascript");
        var next = new[] { await container.RunAsync("function f(n) { return n; }", Next, "javascript"),
            await container.RunAsync("function f(n) { return n; }", Next, "javascript") };

        Assert.Equal(ObservationKind.Failed, first.Observations.SingleOrDefault()?.Kind);
        Assert.All(next, result => Assert.True(result.Observations is [{ Kind: ObservationKind.Held }],
            $"{result.Status} {result.Reason} {string.Join(' ', result.Observations)}"));
    }

    [Fact]
    public async Task What_broken_off_tests_replace_in_the_library_is_there_for_the_next()
    {
        const string Answer = "def f(n):\n    return n";
        const string Next = "import math, random, time\nassert f(1) == 1\nassert math.sqrt(4) == 2\nassert time.time() > 1\nassert "
            + "random.randint(2, 3) > 1";

        var first = await container.RunAsync(Answer, "import math, random, time\nmath.sqrt = lambda x: 0\ntime.time = lambda: "
            + "0\nrandom.randint = lambda a, b: 0\nassert f(1) == 2");
        var next = await container.RunAsync(Answer, Next);

        Assert.Equal(ObservationKind.Failed, first.Observations.SingleOrDefault()?.Kind);
        Assert.True(next.Observations is [{ Kind: ObservationKind.Held }],
            $"{next.Status} {next.Reason} {string.Join(' ', next.Observations)}");
    }

    [Fact]
    public async Task What_an_answer_blew_up_in_the_tests_process_is_not_taken_from_the_next()
    {
        const string Tests = "table = list(range(5_000_000))\nassert f(3) == 3";

        // A large part of what answers have elsewhere in these tests, on machines whose pages are dear.
        var limits = new ResourceLimits { CpuTime = TimeSpan.FromSeconds(20), WallTime = TimeSpan.FromMinutes(1) };

        var hog = await container.Sandbox.ExecuteAsync(
            DockerFixture.Request("def f(n):\n    return [[] for _ in range(3_500_000)]", Tests,
                limits), TestContext.Current.CancellationToken);
        var thrown = await container.RunAsync("def f(n):\n    raise ValueError([[] for _ in range(1_000_000)])", Tests);
        var honest = await container.RunAsync("def f(n):\n    return n", Tests);

        Assert.True(hog.Status == ExecutionStatus.Crashed, $"{hog.Status} {hog.Reason}");
        Assert.True(thrown.Status == ExecutionStatus.Completed, $"{thrown.Status} {thrown.Reason}");
        Assert.Equal(ObservationKind.Held, honest.Observations.SingleOrDefault()?.Kind);
    }

    /// <summary>Python that writes a message of its own where its process tells that it has loaded.</summary>
    private static string Sends(string text) =>
        $"import os, struct\ntext = ({text}).encode()\ntext = struct.pack('<I', len(text)) + text\nwhile text:\n    text = "
            + $"text[os.write(3, text):]\n";
}
