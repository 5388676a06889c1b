using System.Collections.Concurrent;
using Eval.Sandboxes.Compiler.Answers;
using Eval.Sandboxes.Compiler.Frames;
using Eval.Sandboxes.Compiler.Proxies;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Compiler;

/// <summary>Reads requests and answers each as it gets done, several at once.</summary>
internal sealed class CompilerLoop(Stream input, Stream output)
{
    // Deep but honest nesting must not overflow; what still does is what the process is killable for.
    private const int StackBytes = 64 << 20;
    private readonly Lock _gate = new();
    private readonly BlockingCollection<Frame> _requests = [];

    public async Task<int> RunAsync()
    {
        var threads = Enumerable.Range(0, CompilerFrames.Threads).Select(_ => new Thread(Work, StackBytes) { IsBackground = true })
            .ToList();
        WarmUp();
        threads.ForEach(thread => thread.Start());
        Answer(new byte[Frame.NonceLength], CompilerFrames.Ready, []);
        while (await Frame.ReadAsync(input, int.MaxValue / 2, CancellationToken.None) is { } request)
        {
            _requests.Add(request);
        }

        return 0;
    }

    private static void WarmUp()
    {
        var files = new[] { new SourceText("Warm.cs",
            "public static class W { public static int F(int x) => new List<int> { x }.Select(y => y + 1).Sum(); }", IsTrusted: true) };
        AnswerCompiler.Compile(files, new CompileOptions(SharesProcess: false, []));
        OutlineReader.Read("using System;\nclass A { void F() { } }");
    }

    private void Work()
    {
        foreach (var (id, kind, body) in _requests.GetConsumingEnumerable())
        {
            if (kind is CompilerFrames.Compile or CompilerFrames.CompileApart)
            {
                var sources = CompilerFrames.ReadSources(body, out var options);
                AnswerUnlessNested(id, kind, sources.Select(source => source.Text),
                    () => AnswerCompiler.Compile(sources, options, kind == CompilerFrames.CompileApart));
            }
            else if (kind == CompilerFrames.Split)
            {
                Answer(id, kind, SplitCompiler.Compile(CompilerFrames.ReadSources(body, out _)));
            }
            else
            {
                var source = System.Text.Encoding.UTF8.GetString(body);
                AnswerUnlessNested(id, CompilerFrames.Outline, [source], () => OutlineReader.Read(source));
            }
        }
    }

    /// <summary>Some 20,000 open brackets keep the parser busy for a quarter of a minute.</summary>
    private void AnswerUnlessNested(byte[] id, byte kind, IEnumerable<string> sources, Func<byte[]> answer)
    {
        if (sources.Any(source => Nesting.FirstLineBeyondLimit(source) is not null))
        {
            Answer(id, CompilerFrames.TooMuch, []);
        }
        else
        {
            Answer(id, kind, answer());
        }
    }

    private void Answer(byte[] id, byte kind, byte[] body)
    {
        var frame = body.Length > CompilerFrames.MaxAnswerBytes ? Frame.Write(id, CompilerFrames.TooMuch, []) : Frame.Write(id, kind, body);
        lock (_gate)
        {
            output.Write(frame);
            output.Flush();
        }
    }
}
