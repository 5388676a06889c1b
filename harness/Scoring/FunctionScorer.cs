using System.Collections.Concurrent;
using System.Security.Cryptography;
using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Scoring.Canaries;
using Eval.Harness.Scoring.TestCode;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>
/// Scores function tasks: chooses the code, lets it run under the task's driver and compares what it gave with what it should.
/// </summary>
/// <param name="sandbox">Where answers run.</param>
/// <param name="syntax">Reads C#; null where the sandbox runs none.</param>
/// <param name="limits">What one answer may use.</param>
/// <param name="assembly">What stands in front of an answer that is a full program.</param>
/// <param name="languages">What is known of the languages it runs; null where that is C# alone.</param>
internal sealed class FunctionScorer(
    ISandbox sandbox, ISyntaxReader? syntax, ResourceLimits limits, AnswerAssembly assembly = AnswerAssembly.Prompt,
        ILanguageCatalog? languages = null) : IScorer
{
    /// <summary>
    /// Drivers that differ by what answers call their types are kept for as many; more names come of replies that mean to be many.
    /// </summary>
    private const int MaxDrivers = 1000;
    private const int SecretBytes = 32;
    private readonly CodeExtractor _extractor = new(syntax, assembly, languages);
    private readonly ExpectedValues _expected = new(sandbox, limits);
    private readonly ConcurrentDictionary<string, Lazy<Task<TestDriver>>> _drivers = new();
    private readonly DecoyNumbers _decoys = new(RandomNumberGenerator.GetBytes(SecretBytes));
    private readonly Lock _gate = new();
    private CheckerChoice? _origins;
    private CanaryChoice? _canaries;

    /// <summary>Draws a whole number below its argument that no answer can foresee. Default: the system's cryptographic source.</summary>
    public Func<int, int> Draw { get; init; } = RandomNumberGenerator.GetInt32;

    public bool Accepts(EvalTask task) => task is FunctionTask && sandbox.Runs(task.Language);

    public async Task<ScoredAnswer> ScoreAsync(EvalTask task, Reply reply, CancellationToken ct)
    {
        var function = (FunctionTask)task;
        ExtractedCode code;
        try
        {
            code = await _extractor.ExtractAsync(function, reply.Text, ct);
        }
        catch (Exception e) when (IsOfBytes(e))
        {
            return new ScoredAnswer { Verdict = Verdict.NoCode, Error = $"the reply could not be read: {ResultReader.Short(e.Message)}" };
        }

        if (reply.IsFiltered && code.Found is CodeFound.Nothing or CodeFound.Refusal)
        {
            return new ScoredAnswer { Verdict = Verdict.Refused, Error = "the provider's content filter cut the reply" };
        }

        if (code.Found == CodeFound.Refusal)
        {
            return new ScoredAnswer { Verdict = Verdict.Refused, Error = "the model declined" };
        }

        if (code.Found == CodeFound.Nothing)
        {
            return reply.IsCut
                ? new ScoredAnswer { Verdict = Verdict.Truncated, Error = "cut at the token limit before any code" }
                : new ScoredAnswer { Verdict = Verdict.NoCode, Error = "the reply holds no code" };
        }

        var scored = await ScoreAsync(function, code, ct);
        foreach (var alternative in code.Alternatives.TakeWhile(_ => scored.Verdict == Verdict.CompileError))
        {
            // What the language's parser refuses cannot be what the model meant as long as another piece is left that it takes.
            scored = await ScoreAsync(function, alternative, ct) is { Verdict: not Verdict.CompileError } other ? other : scored;
        }

        return scored.WithEndOf(reply);
    }

    public async Task<string?> CodeOfAsync(EvalTask task, string reply, CancellationToken ct) =>
        await _extractor.ExtractAsync((FunctionTask)task, reply, ct) is { Code.Length: > 0 } found ? found.Text : null;

    /// <summary>Scores code that is a whole source file already, without any extraction.</summary>
    public async Task<ScoredAnswer> ScoreCodeAsync(FunctionTask task, string code, CancellationToken ct) =>
        await ScoreAsync(task, await _extractor.ShapeAsync(task, code, ct), ct);

    /// <summary>Returns what decides, beside task and answer, how an answer in a language fares here.</summary>
    public async Task<string> CircumstancesAsync(string language, CancellationToken ct) =>
        $"{await sandbox.FingerprintAsync(language, ct)} {limits} {assembly}";

    /// <summary>
    /// Returns why no answer to a task without a reference can pass, as far as an answer that does nothing shows it; null where it shows
    /// nothing.
    /// </summary>
    public async Task<string?> ContradictionAsync(FunctionTask task, CancellationToken ct)
    {
        string? error = null;
        foreach (var stub in new[] { StubAnswer.Default, StubAnswer.Throwing })
        {
            var code = await _extractor.ShapeAsync(task, stub, ct);
            if (code is not { Rank: > AnswerRank.Unreadable, Host: not null })
            {
                return null;
            }

            var (driver, result, canaries) = await RunAsync(task, code, ct);
            if (result.Status != ExecutionStatus.CompileFailed)
            {
                // What the throwing one throws is its own null, and says nothing.
                return stub == StubAnswer.Default ? Contradictions.Find(driver, result) : null;
            }

            error = ResultReader.Read(driver, result, canaries).Error;
        }

        return $"its prompt and tests do not compile together, whatever the answer: {error}";
    }

    private async Task<ScoredAnswer> ScoreAsync(FunctionTask task, ExtractedCode code, CancellationToken ct)
    {
        TestDriver driver;
        ExecutionResult result;
        CanaryDraw? canaries;
        try
        {
            (driver, result, canaries) = await RunAsync(task, code, ct);
        }
        catch (TestProgramException e)
        {
            // Found in the data set's text, before the answer was run.
            return new ScoredAnswer { Verdict = Verdict.SandboxError, Error = e.Message, UnfitReason = e.Message, Code = code.Text };
        }

        return Read(driver, result, canaries) with
        {
            InsideReason = driver.HasAssertions ? (await Checking.ForAsync(task, ct)).Refusal : null,
            Code = code.Text,
            Choice = (code.Rank, code.Candidates),
            Sandbox = sandbox.Name,
            Isolation = sandbox.Isolation.ToString().ToLowerInvariant(),
            VerdictOrigin = VerdictOrigins.From(driver, result, languages?.TestsAreApart(task.Language) ?? true),
            Execution = result.Duration,
        };
    }

    private static ScoredAnswer Read(TestDriver driver, ExecutionResult result, CanaryDraw? canaries)
    {
        try
        {
            return ResultReader.Read(driver, result, canaries);
        }
        catch (Exception e) when (IsOfBytes(e))
        {
            return new ScoredAnswer { Verdict = Verdict.Failed,
                Error = $"what it returned could not be read: {ResultReader.Short(e.Message)}" };
        }
    }

    /// <summary>
    /// Whether an exception came of an answer's own bytes where they are only read: whatever they lead to counts against them.
    /// </summary>
    private static bool IsOfBytes(Exception e) =>
        e is not (SandboxUnavailableException or OperationCanceledException or IOException or OutOfMemoryException);

    /// <summary>Runs an answer apart from its tests where they can be parted, else among canaries where its task allows them.</summary>
    private async Task<(TestDriver Driver, ExecutionResult Result, CanaryDraw? Canaries)> RunAsync(FunctionTask task, ExtractedCode code,
        CancellationToken ct)
    {
        var driver = await DriverAsync(task, code, hasCanaries: false, ct);
        if (driver.HasAssertions && (await Checking.ForAsync(task, ct)).Program is { } checker)
        {
            var request = Request(task, code, driver, canaries: null) with { Checker = checker, ForbidReflection = false };
            return (driver, await sandbox.ExecuteAsync(request, ct), null);
        }

        return await RunBesideAsync(
            task, code, driver.HasAssertions && await CanaryTasks.BearsAsync(task, ct)
                ? await DriverAsync(task, code, hasCanaries: true, ct) : driver, ct);
    }

    private async Task<(TestDriver Driver, ExecutionResult Result, CanaryDraw? Canaries)> RunBesideAsync(
        FunctionTask task, ExtractedCode code, TestDriver driver, CancellationToken ct)
    {
        var canaries = driver.Canaries?.Draw(Draw);
        return (driver, await sandbox.ExecuteAsync(Request(task, code, driver, canaries), ct), canaries);
    }

    private CheckerChoice Checking
    {
        get
        {
            lock (_gate)
            {
                return _origins ??= new CheckerChoice(sandbox, ReferenceRequestAsync);
            }
        }
    }

    private CanaryChoice CanaryTasks
    {
        get
        {
            lock (_gate)
            {
                return _canaries ??= new CanaryChoice(ScoreReferenceAmongCanariesAsync);
            }
        }
    }

    /// <summary>Returns what a task's reference comes to among canaries; null where its tests hold nothing to compare with.</summary>
    private async Task<ScoredAnswer?> ScoreReferenceAmongCanariesAsync(FunctionTask task, CancellationToken ct)
    {
        var code = await _extractor.ShapeAsync(task, task.ReferenceSolution!, ct);
        var driver = await DriverAsync(task, code, hasCanaries: true, ct);
        if (driver.Canaries is null)
        {
            return null;
        }

        var (_, result, canaries) = await RunBesideAsync(task, code, driver, ct);
        return ResultReader.Read(driver, result, canaries);
    }

    private async Task<(TestDriver Driver, ExecutionRequest Request)> ReferenceRequestAsync(FunctionTask task, CancellationToken ct)
    {
        var code = await _extractor.ShapeAsync(task, task.ReferenceSolution!, ct);
        var driver = await DriverAsync(task, code, hasCanaries: false, ct);
        return (driver, Request(task, code, driver, canaries: null));
    }

    private ExecutionRequest Request(FunctionTask task, ExtractedCode code, TestDriver driver, CanaryDraw? canaries) => new()
    {
        Language = task.Language,
        Files = task.Language == "csharp" ? CSharpProgram(code, driver, canaries) : Program(code, driver),
        EntryPoints = driver.EntryPoints,
        AskedClasses = driver.AskedClasses,
        ForbidReflection = driver.HasAssertions,
        Limits = limits,
    };

    private static List<SourceFile> Program(ExtractedCode code, TestDriver driver) =>
        [new("answer", code.Code), new(ExecutionRequest.Given, driver.Given, IsTrusted: true),
            new("tests", driver.Source, IsTrusted: true)];

    private static List<SourceFile> CSharpProgram(ExtractedCode code, TestDriver driver, CanaryDraw? canaries)
    {
        var answer = driver.NeedsPartialHost && code.Host is { IsPartial: false } host
            ? code.Code.Insert(host.Keyword, "partial ")
            : code.Code;
        var files = new List<SourceFile> { new("Answer.cs", answer), new("Driver.cs", driver.Source, IsTrusted: true) };
        files.AddRange(code.Others.Select((source, index) => new SourceFile($"Answer{index + 2}.cs", source)));
        if (driver.TestSource is not null)
        {
            files.Add(new SourceFile("Tests.cs", driver.TestSource, IsTrusted: true));
        }

        if (canaries is not null)
        {
            files.Add(new SourceFile("Canaries.cs", canaries.Source, IsTrusted: true));
        }

        if (code.PromptUsings.Length > 0)
        {
            files.Add(new SourceFile("Usings.cs", code.PromptUsings));
        }

        return files;
    }

    private async Task<TestDriver> DriverAsync(FunctionTask task, ExtractedCode code, bool hasCanaries, CancellationToken ct)
    {
        // A driver that lives in the answer's own type depends on that type's name, others on the namespaces of the types that the tests
        // name.
        var isInside = task.Tests is ProgramTests { Style: ProgramTestStyle.MultiPlE };
        var host = isInside ? code.Host : null;
        var tests = TestText.From(task);
        IReadOnlyList<AnswerType> types = isInside ? [] : [.. code.Types.Where(type => TestText.Mentions(tests, type.Name))];
        var key = $"{task.Dataset}/{task.Id}/{host?.Namespace}.{host?.Name} {host?.Declaration}/{string.Join(' ', types)}/{hasCanaries}";
        if (_drivers.Count >= MaxDrivers)
        {
            _drivers.Clear();
        }

        var driver = _drivers.GetOrAdd(key, _ => new Lazy<Task<TestDriver>>(() => CreateDriverAsync(task, host, types, hasCanaries, ct)));
        try
        {
            return await driver.Value;
        }
        catch
        {
            // What failed once, for instance for want of a sandbox, must not fail for the rest of the run.
            _drivers.TryRemove(new KeyValuePair<string, Lazy<Task<TestDriver>>>(key, driver));
            throw;
        }
    }

    private async Task<TestDriver> CreateDriverAsync(
        FunctionTask task, HostType? host, IReadOnlyList<AnswerType> types, bool hasCanaries, CancellationToken ct)
    {
        var driver = TestPrograms.Create(task, host, takeApart: true, types, assembly, languages, hasCanaries ? _decoys : null);
        if (driver.ExpectedExpressions.Count == 0)
        {
            return driver;
        }

        var (resolved, reason) = await _expected.ResolveAsync(task, driver, ct);
        return resolved ?? TestPrograms.Create(task, host, takeApart: false, types) with { DecidedInside = reason };
    }
}
