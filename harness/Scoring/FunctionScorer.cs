using System.Collections.Concurrent;
using System.Security.Cryptography;
using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Scoring.Canaries;
using Eval.Reports.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>Judges function tasks: chooses the code, lets it run under the task's driver and compares what it gave with what it should.</summary>
/// <param name="sandbox">Where answers run.</param>
/// <param name="syntax">Reads C#; null where the sandbox runs none.</param>
/// <param name="limits">What one answer may use.</param>
/// <param name="assembly">What stands in front of an answer that is whole code.</param>
/// <param name="languages">What is known of the languages it runs; null where that is C# alone.</param>
internal sealed class FunctionScorer(
    ISandbox sandbox, ISyntaxReader? syntax, ResourceLimits limits, AnswerAssembly assembly = AnswerAssembly.Prompt, ILanguageCatalog? languages = null) : IScorer
{
    private readonly CodeExtractor _extractor = new(syntax, assembly, languages);
    private readonly ExpectedValues _expected = new(sandbox);
    private readonly ConcurrentDictionary<string, Lazy<Task<TestDriver>>> _drivers = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _bearsCanaries = new();
    private readonly DecoyNumbers _decoys = new(RandomNumberGenerator.GetBytes(SecretBytes));

    private const int SecretBytes = 32;

    /// <summary>Draws a whole number below its argument that no answer can foresee. Default: the system's cryptographic source.</summary>
    public Func<int, int> Draw { get; init; } = RandomNumberGenerator.GetInt32;

    public bool Accepts(EvalTask task) => task is FunctionTask && sandbox.Runs(task.Language);

    public async Task<ScoredAnswer> ScoreAsync(EvalTask task, Reply reply, CancellationToken ct)
    {
        var function = (FunctionTask)task;
        var code = await _extractor.ExtractAsync(function, reply.Text, ct);
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

        var scored = await JudgeAsync(function, code, ct);
        foreach (var alternative in code.Alternatives.TakeWhile(_ => scored.Verdict == Verdict.CompileError))
        {
            // What the language's parser refuses cannot be what the model meant as long as another piece is left that it takes.
            scored = await JudgeAsync(function, alternative, ct) is { Verdict: not Verdict.CompileError } other ? other : scored;
        }

        return scored.WithEndOf(reply);
    }

    public async Task<string?> CodeOfAsync(EvalTask task, string reply, CancellationToken ct) =>
        await _extractor.ExtractAsync((FunctionTask)task, reply, ct) is { Code.Length: > 0 } found ? found.Text : null;

    /// <summary>Judges code that is a whole source file already, without any extraction.</summary>
    public async Task<ScoredAnswer> JudgeCodeAsync(FunctionTask task, string code, CancellationToken ct) =>
        await JudgeAsync(task, await _extractor.ShapeAsync(task, code, ct), ct);

    /// <summary>Returns what decides, beside task and answer, how an answer in a language fares here.</summary>
    public async Task<string> CircumstancesAsync(string language, CancellationToken ct) => $"{await sandbox.FingerprintAsync(language, ct)} {limits} {assembly}";

    /// <summary>Returns why no answer to a task without a reference can pass, as far as an answer that does nothing shows it; null where it shows nothing.</summary>
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
                return Contradictions.Find(driver, result);
            }

            error = ResultReader.Read(driver, result, canaries).Error;
        }

        return $"its prompt and tests do not compile together, whatever the answer: {error}";
    }

    private async Task<ScoredAnswer> JudgeAsync(FunctionTask task, ExtractedCode code, CancellationToken ct)
    {
        var (driver, result, canaries) = await RunAsync(task, code, ct);
        return ResultReader.Read(driver, result, canaries) with
        {
            Code = code.Text,
            Choice = (code.Rank, code.Candidates),
            Sandbox = sandbox.Name,
            Isolation = sandbox.Isolation.ToString().ToLowerInvariant(),
            Judge = Judges.From(driver, result, languages?.TestsAreApart(task.Language) ?? true),
            Execution = result.Duration,
        };
    }

    private async Task<(TestDriver Driver, ExecutionResult Result, CanaryDraw? Canaries)> RunAsync(
        FunctionTask task, ExtractedCode code, CancellationToken ct) => await RunAsync(task, code, await DriverAsync(task, code, ct), ct);

    private async Task<(TestDriver Driver, ExecutionResult Result, CanaryDraw? Canaries)> RunAsync(
        FunctionTask task, ExtractedCode code, TestDriver driver, CancellationToken ct)
    {
        var canaries = driver.Canaries?.Draw(Draw);
        var result = await sandbox.ExecuteAsync(
            new ExecutionRequest
            {
                Language = task.Language,
                Files = task.Language == "csharp" ? CSharpProgram(code, driver, canaries) : Program(code, driver),
                EntryPoints = driver.EntryPoints,
                AskedClasses = driver.AskedClasses,
                ForbidReflection = driver.HasAssertions,
                Limits = limits,
            },
            ct);
        return (driver, result, canaries);
    }

    private static List<SourceFile> Program(ExtractedCode code, TestDriver driver) =>
        [new("answer", code.Code), new(ExecutionRequest.Given, driver.Given, IsTrusted: true), new("tests", driver.Source, IsTrusted: true)];

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

    private async Task<TestDriver> DriverAsync(FunctionTask task, ExtractedCode code, CancellationToken ct)
    {
        // A driver that lives in the answer's own type depends on that type's name, and all on the namespaces of its types; else they are the same for every answer.
        var host = task.Tests is CallTests ? "" : $"{code.Host?.Namespace}.{code.Host?.Name} {code.Host?.Declaration}";
        var key = $"{task.Dataset}/{task.Id}/{host}/{string.Join(' ', code.Types)}";
        var driver = _drivers.GetOrAdd(key, _ => new Lazy<Task<TestDriver>>(() => CreateDriverAsync(task, code, ct)));
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

    private async Task<TestDriver> CreateDriverAsync(FunctionTask task, ExtractedCode code, CancellationToken ct)
    {
        var decoys = await BearsCanariesAsync(task, ct) ? _decoys : null;
        var driver = TestPrograms.Create(task, code.Host, takeApart: true, code.Types, assembly, languages, decoys);
        if (driver.ExpectedExpressions.Count == 0)
        {
            return driver;
        }

        return await _expected.ResolveAsync(driver, ct) ?? TestPrograms.Create(task, code.Host, takeApart: false, code.Types);
    }

    /// <summary>
    /// Returns whether a task's own reference passes with canaries among its tests. Nothing else decides whether answers to it meet them: neither an answer
    /// nor how busy the machine is.
    /// </summary>
    private async Task<bool> BearsCanariesAsync(FunctionTask task, CancellationToken ct)
    {
        if (task.Language != "csharp" || task.Tests is not ProgramTests { Style: ProgramTestStyle.Xunit } || task.ReferenceSolution is null)
        {
            return false;
        }

        var key = $"{task.Dataset}/{task.Id}";
        var known = _bearsCanaries.GetOrAdd(key, _ => new Lazy<Task<bool>>(() => TryCanariesAsync(task, task.ReferenceSolution, ct)));
        try
        {
            return await known.Value;
        }
        catch
        {
            _bearsCanaries.TryRemove(new KeyValuePair<string, Lazy<Task<bool>>>(key, known));
            throw;
        }
    }

    private async Task<bool> TryCanariesAsync(FunctionTask task, string reference, CancellationToken ct)
    {
        var code = await _extractor.ShapeAsync(task, reference, ct);
        var driver = TestPrograms.Create(task, code.Host, takeApart: true, code.Types, assembly, languages, _decoys);
        if (driver.Canaries is null)
        {
            return false;
        }

        var (_, result, canaries) = await RunAsync(task, code, driver, ct);
        return ResultReader.Read(driver, result, canaries).Verdict == Verdict.Passed;
    }
}
