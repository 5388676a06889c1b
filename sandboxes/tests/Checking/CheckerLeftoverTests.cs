namespace Eval.Sandboxes.Tests.Checking;

/// <summary>What tests or an answer leave behind in the process of the tests is met by no other tests.</summary>
public sealed class CheckerLeftoverTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string One = "Assert.Equal(1, new Box().Value);";

    private readonly CheckerReuse _reuse = new(fixture.Sandbox);

    [Theory]
    // A type of one file has a name like the compiler's own.
    [InlineData("Assert.Equal(1, ++Counter.Count);", "", "file static class Counter { public static int Count; }")]
    [InlineData(
        "Assert.Equal(\"de-DE\", System.Globalization.CultureInfo.CurrentCulture.Name);",
        "[System.Runtime.CompilerServices.ModuleInitializer] internal static void Begin() => "
            + "System.Globalization.CultureInfo.CurrentCulture = new(\"de-DE\");",
        "")]
    [InlineData("Assert.Null(Changed); Changed += () => { };", "private static event Action Changed;", "")]
    [InlineData("Assert.Equal(1, ++Holder<int>.Count);", "private static class Holder<T> { public static int Count; }", "")]
    [InlineData("Assert.Equal(1, ++Note.Count);", "private sealed record Note { public static int Count { get; set; } }", "")]
    public async Task Tests_that_run_twice_begin_anew(string body, string members, string types)
    {
        var tests = await _reuse.SplitAsync(body, members, types);

        CheckerReuse.AssertHeld((await _reuse.RunAsync(tests)).Result);
        CheckerReuse.AssertHeld((await _reuse.RunAsync(tests)).Result);
    }

    [Theory]
    // What goes on in the pool's threads when the tests are over, for a while or for ever.
    [InlineData(
        "_ = Later();",
        "private async Task Later() { await Task.Yield(); for (var i = 0; i < 20_000_000; i++) { } Console.WriteLine(\"late\"); }")]
    [InlineData("_ = Later();", "private async Task Later() { await Task.Yield(); while (true) { } }")]
    // A finalizer runs whenever the runtime likes.
    [InlineData("for (var i = 0; i < 10; i++) new Late();", "private sealed class Late { ~Late() => Console.WriteLine(\"late\"); }")]
    // A timer that would fire among other tests.
    [InlineData("new CancellationTokenSource().CancelAfter(100_000);", "")]
    public async Task What_tests_leave_is_met_by_no_others(string body, string members)
    {
        var plain = await _reuse.SplitAsync("for (var i = 0; i < 400; i++) { _ = new byte[1 << 20]; } " + One);
        var tests = await _reuse.SplitAsync(body + One, members);

        var (result, _) = await _reuse.RunAsync(tests);

        CheckerReuse.AssertHeld(result);
        var (after, process) = await _reuse.RunAsync(plain);
        CheckerReuse.AssertHeld(after);
        Assert.Equal((process + "\n", 1), (after.Output, after.Executions));
    }
}
