using System.Diagnostics;

namespace Eval.Sandboxes.Tests.Docker;

/// <summary>
/// What the runner takes for waiting because of others, by what the system tells of threads: those of an answer are no load of others.
/// </summary>
public sealed class WaitingTests
{
    [Theory]
    [InlineData("the tests and the answer take turns on a busy machine", "{('2', '2'): (1, 20), ('9', '9'): (3, 30)}", 4, 60, 46)]
    [InlineData("an answer alone", "{('9', '9'): (3, 40)}", 3, 60, 40)]
    [InlineData("it sleeps, its children keep each other waiting", "{('9', '9'): (0, 0), ('10', '10'): (5, 5), ('11', '11'): (5, 5)}", 10,
        15, 0)]
    [InlineData("it sleeps, threads of a child keep each other waiting", "{('9', '9'): (0, 0), ('10', '10'): (0, 0), ('10', '11'): (2, 6), "
        + "('10', '12'): (2, 6), ('10', '13'): (2, 6), ('10', '14'): (2, 6)}", 8, 15, 0)]
    [InlineData("it waits for children that have ended", "{('9', '9'): (1, 13)}", 14, 15, 0)]
    [InlineData("busy children on a busy machine", "{('9', '9'): (0, 0), ('10', '10'): (2, 12), ('11', '11'): (2, 12)}", 4, 15, 11)]
    public async Task Only_what_others_had_is_an_excuse(string what, string spent, int ran, int took, double excused)
    {
        var start = new ProcessStartInfo(Require.Tool("python3"),
            ["-c", $"import guard; print(float(guard.excused({spent}, {ran}, {took})))"])
        {
            RedirectStandardOutput = true, WorkingDirectory = Path.Combine(AppContext.BaseDirectory, "images",
                "runner"), Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
        };
        using var python = Process.Start(start)!;

        Assert.Equal((what, FormattableString.Invariant($"{excused:0.0}\n")),
            (what, await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)));
    }
}
