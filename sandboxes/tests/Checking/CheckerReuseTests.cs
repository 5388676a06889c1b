namespace Eval.Sandboxes.Tests.Checking;

/// <summary>A process that has run tests runs others, and none of them meets anything of those before.</summary>
public sealed class CheckerReuseTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string One = "Assert.Equal(1, new Box().Value);";
    private readonly CheckerReuse _reuse = new(fixture.Sandbox);

    [Fact]
    public async Task Tests_run_where_others_ran_and_begin_anew()
    {
        var plain = await _reuse.SplitAsync(One);
        var counting = await _reuse.SplitAsync("Assert.Equal(1, ++Count); Told.Add(1); Assert.Single(Told);",
            "private static int Count; private static readonly List<int> Told = [];");
        var culture = await _reuse.SplitAsync("System.Globalization.CultureInfo.CurrentCulture = new(\"de-DE\"); Console.SetOut(new "
            + "System.IO.StringWriter()); Console.Write(1.5);");
        var plainCulture = await _reuse.SplitAsync("Assert.Equal(\"\", System.Globalization.CultureInfo.CurrentCulture.Name);");

        var processes = new List<string?>();
        foreach (var tests in new[] { plain, counting, counting, culture, plainCulture, plain, plain })
        {
            var (result, process) = await _reuse.RunAsync(tests);
            CheckerReuse.AssertHeld(result);
            Assert.Equal(process + "\n", result.Output);
            processes.Add(process);
        }

        // A process that a busy machine keeps from saying that it is ready is not waited for.
        Assert.True(processes.Distinct().Count() < processes.Count, string.Join(' ', processes));
        Assert.All(processes, Assert.NotNull);
    }

    [Theory]
    // An answer that sends what its declaration rules out, which is noted for good.
    [InlineData(One, "public class Box { public object Value => \"one\"; public void Call(Action action) { } }")]
    // What goes on in the process of the tests when they are over.
    [InlineData("new Box().Call(() => { var timer = new CancellationTokenSource(); timer.CancelAfter(100_000); }); " + One, null)]
    [InlineData("Environment.SetEnvironmentVariable(\"LEFT\", \"1\"); " + One, null)]
    [InlineData("Task.Run(() => { }).Wait(); " + One, null)]
    [InlineData("AppContext.SetSwitch(\"Left\", true); " + One, null)]
    [InlineData("System.Globalization.CultureInfo.DefaultThreadCurrentCulture = new(\"de-DE\"); " + One, null)]
    // An answer that still calls back when the tests are over, into a callback that does not return.
    [InlineData(
        "new Box().Call(() => new TaskCompletionSource().Task.Wait());",
        "public class Box { public int Value => 1; public void Call(Action action) { new System.Threading.Thread(() => action()).Start(); "
            + "System.Threading.Thread.Sleep(50); } }")]
    // An answer whose process ends.
    [InlineData(One,
        "public class Box { public int Value { get { Environment.Exit(0); return 1; } } public void Call(Action action) { } }")]
    public async Task A_process_in_which_something_could_be_left_runs_nothing_else(string body, string? answer)
    {
        var plain = await _reuse.SplitAsync("Assert.Null(Environment.GetEnvironmentVariable(\"LEFT\")); " + One);
        var tests = await _reuse.SplitAsync(body);
        var (before, first) = await _reuse.RunAsync(plain);
        CheckerReuse.AssertHeld(before);

        await _reuse.RunAsync(tests, answer ?? CheckerReuse.Answer);

        var (after, second) = await _reuse.RunAsync(plain);
        CheckerReuse.AssertHeld(after);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("Assert.Equal(new[] { 1, 2 }, new List<int> { 1, 2 }.OrderBy(n => n)); var text = $\"{new Box().Value:0.0} "
        + "{DateTime.UnixEpoch}\"; await Task.Yield();", true)]
    [InlineData("var map = new Dictionary<string, (int, Box)>(); foreach (var (key, value) in map) { } Assert.Throws<ArgumentException>(() "
        + "=> throw new ArgumentException(\"no\"));", true)]
    [InlineData("using var writer = new System.IO.StringWriter(); Console.SetOut(writer); var random = new Random(1); random.Next();",
        true)]
    [InlineData("var wait = new TaskCompletionSource<int>(); wait.SetResult(1); await wait.Task; lock (wait) { Interlocked.Add(ref "
        + "Count, 1); }", true)]
    [InlineData("Environment.CurrentDirectory = \"/\";", false)]
    [InlineData("Task<int>.Factory.StartNew(() => 1);", false)]
    [InlineData("new Thread(() => { }).Start();", false)]
    [InlineData("Console.CancelKeyPress += (_, _) => { };", false)]
    [InlineData("System.IO.File.WriteAllText(\"/tmp/left\", \"\");", false)]
    [InlineData("System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);", false)]
    [InlineData("Activator.CreateInstance(typeof(List<int>));", false)]
    [InlineData("System.Runtime.CompilerServices.Unsafe.AsRef(in \"text\".GetPinnableReference()) = 'x';", false)]
    [InlineData("GC.Collect();", false)]
    [InlineData("Monitor.Enter(\"gate\");", false)]
    [InlineData("lock (\"gate\") { }", true)]
    public async Task What_tests_name_tells_whether_they_can_leave_a_trace(string body, bool leavesNone)
    {
        var isAsync = body.Contains("await", StringComparison.Ordinal);
        var tests = await _reuse.SplitAsync(isAsync ? "RunLater().Wait();" : body,
            isAsync ? $"private int Count; private async Task RunLater() {{ {body} }}" : "private int Count;");

        Assert.Equal(leavesNone, tests.LeavesNoTrace);
    }
}
