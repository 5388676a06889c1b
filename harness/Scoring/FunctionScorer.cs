using System.Collections.Concurrent;
using Eval.Datasets;
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

        return reply.WithItsEnd(await JudgeAsync(function, code, ct));
    }

    public async Task<string?> CodeOfAsync(EvalTask task, string reply, CancellationToken ct) =>
        await _extractor.ExtractAsync((FunctionTask)task, reply, ct) is { Code.Length: > 0 } found ? found.Code : null;

    /// <summary>Judges code that is a whole source file already, without any extraction.</summary>
    public async Task<ScoredAnswer> JudgeCodeAsync(FunctionTask task, string code, CancellationToken ct) =>
        await JudgeAsync(task, await _extractor.ShapeAsync(task, code, ct), ct);

    private async Task<ScoredAnswer> JudgeAsync(FunctionTask task, ExtractedCode code, CancellationToken ct)
    {
        var driver = await DriverAsync(task, code.Host, ct);
        var result = await sandbox.ExecuteAsync(
            new ExecutionRequest
            {
                Language = task.Language,
                Files = task.Language == "csharp" ? CSharpProgram(code, driver) : Program(code, driver),
                EntryPoints = driver.EntryPoints,
                ForbidReflection = driver.HasAssertions,
                Limits = limits,
            },
            ct);
        return ResultReader.Read(driver, result) with
        {
            Code = code.Code,
            Sandbox = sandbox.Name,
            Isolation = sandbox.Isolation.ToString().ToLowerInvariant(),
            Execution = result.Duration,
        };
    }

    private static List<SourceFile> Program(ExtractedCode code, TestDriver driver) =>
        [new("answer", code.Code), new(ExecutionRequest.Given, driver.Given, IsTrusted: true), new("tests", driver.Source, IsTrusted: true)];

    private static List<SourceFile> CSharpProgram(ExtractedCode code, TestDriver driver)
    {
        var answer = driver.NeedsPartialHost && code.Host is { IsPartial: false } host
            ? code.Code.Insert(host.Keyword, "partial ")
            : code.Code;
        var files = new List<SourceFile> { new("Answer.cs", answer), new("Driver.cs", driver.Source, IsTrusted: true) };
        if (driver.TestSource is not null)
        {
            files.Add(new SourceFile("Tests.cs", driver.TestSource, IsTrusted: true));
        }

        if (code.PromptUsings.Length > 0)
        {
            files.Add(new SourceFile("Usings.cs", code.PromptUsings));
        }

        return files;
    }

    private Task<TestDriver> DriverAsync(FunctionTask task, HostType? host, CancellationToken ct)
    {
        // A driver that lives in the answer's own type depends on that type's name; the others are the same for every answer.
        var key = $"{task.Dataset}/{task.Id}/{(task.Tests is CallTests ? "" : $"{host?.Namespace}.{host?.Name} {host?.Declaration}")}";
        return _drivers.GetOrAdd(key, _ => new Lazy<Task<TestDriver>>(() => CreateDriverAsync(task, host, ct))).Value;
    }

    private async Task<TestDriver> CreateDriverAsync(FunctionTask task, HostType? host, CancellationToken ct)
    {
        var driver = TestPrograms.Create(task, host, takeApart: true, assembly, languages);
        if (driver.ExpectedExpressions.Count == 0)
        {
            return driver;
        }

        return await _expected.ResolveAsync(driver, ct) ?? TestPrograms.Create(task, host, takeApart: false);
    }
}
