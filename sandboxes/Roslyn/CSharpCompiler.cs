using System.Text;
using Eval.Sandboxes.Checking;
using Eval.Sandboxes.Compiler.Frames;
using Eval.Sandboxes.Processes;

namespace Eval.Sandboxes.Roslyn;

/// <summary>Compiles C# in a process that a hostile source may kill. Thread-safe.</summary>
internal sealed class CSharpCompiler : ISyntaxReader, IDisposable
{
    public const string LimitId = "EVAL0001";
    private const int MaxSourceChars = 256 << 10;
    private readonly CompilerHost _host;

    public CSharpCompiler(ProgramLauncher launcher, TimeSpan maxTime)
    {
        _host = new CompilerHost(launcher, maxTime);
        _host.Start();
    }

    /// <summary>Returns the assembly, or the result of an answer that has none.</summary>
    public async Task<CompiledAnswer> CompileAsync(ExecutionRequest request, CancellationToken ct)
    {
        var clock = TimeProvider.System.GetTimestamp();
        // What the data set brings along is not the answer's.
        if (request.Files.Where(file => !file.IsTrusted).Sum(file => (long)file.Text.Length) > MaxSourceChars)
        {
            return BeyondLimit(TimeSpan.Zero, $"the source is longer than {MaxSourceChars >> 10} KiB");
        }

        var sources = request.Files.Select(file => new SourceText(file.Name, file.Text, file.IsTrusted)).ToList();
        var kind = request.Checker is null ? CompilerFrames.Compile : CompilerFrames.CompileApart;
        var options = new CompileOptions(request.ForbidReflection, request.AskedClasses);
        var reply = await _host.AskAsync(kind, CompilerFrames.WriteSources(sources, options), ct);
        var duration = TimeProvider.System.GetElapsedTime(clock);
        if (reply is null)
        {
            return BeyondLimit(duration, "the compiler ran out of time, stack or space on this source");
        }

        var compilation = Compilation.Read(reply);
        return compilation.Assembly is { } assembly ? new CompiledAnswer(assembly, null, duration) : Refused(new ExecutionResult
        {
            Status = compilation.Forbidden is null ? ExecutionStatus.CompileFailed : ExecutionStatus.Forbidden,
            Diagnostics = compilation.Diagnostics,
            Reason = compilation.Forbidden is null
                ? null : $"uses {compilation.Forbidden}, which is refused where tests run in the answer's own process",
            CompileDuration = duration,
        });
    }

    /// <summary>Parts the tests of a task from answers, by its reference.</summary>
    public async Task<TestsSplit> SplitAsync(ExecutionRequest reference, CancellationToken ct)
    {
        var sources = reference.Files.Select(file => new SourceText(file.Name, file.Text, file.IsTrusted)).ToList();
        if (await _host.AskAsync(CompilerFrames.Split, CompilerFrames.WriteSources(sources, new CompileOptions(SharesProcess: false, [])),
            ct) is not { } reply)
        {
            return new TestsSplit(null, "the compiler ran out of time or stack on its stand-ins");
        }

        using var reader = new BinaryReader(new MemoryStream(reply));
        if (reader.ReadByte() != 0)
        {
            return new TestsSplit(null, reader.ReadString());
        }

        var assembly = reader.ReadBytes(reader.ReadInt32());
        return new TestsSplit(new CheckerProgram(assembly, ProcessTraces.LeavesNone(assembly)), null);
    }

    /// <inheritdoc/>
    public async Task<SyntaxOutline> ReadAsync(string source, CancellationToken ct)
    {
        var reply = source.Length > MaxSourceChars
            ? null : await _host.AskAsync(CompilerFrames.Outline, Encoding.UTF8.GetBytes(source), ct);
        return reply is null ? new SyntaxOutline(1, []) { IsBeyondParser = true } : Compilation.ReadOutline(reply);
    }

    public void Dispose() => _host.Dispose();

    private static CompiledAnswer BeyondLimit(TimeSpan duration, string why) => Refused(new ExecutionResult
    {
        Status = ExecutionStatus.CompileFailed,
        Diagnostics = [new CompilerDiagnostic(LimitId, why, "Answer.cs", 1, 1)],
        CompileDuration = duration,
    });

    private static CompiledAnswer Refused(ExecutionResult result) => new(null, result, result.CompileDuration ?? TimeSpan.Zero);
}
