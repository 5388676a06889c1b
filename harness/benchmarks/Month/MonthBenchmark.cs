using System.Globalization;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace Eval.Benchmarks.Month;

/// <summary>
/// A month of nights of the whole program under a shifted clock, one after another and unattended: kills, an outage, a budget, a full disk,
/// wrong clocks and the rest. Is each told as what it is, is nothing lost, and does no gate pass on less than it needs?
/// </summary>
internal static class MonthBenchmark
{
    private const int LongestSentence = 140;

    public static async Task<int> RunAsync(string[] args)
    {
        var seed = int.Parse(Arguments.Value(args, "--seed") ?? "1", CultureInfo.InvariantCulture);
        if (ShiftedClock.FindLibrary() is not { } library)
        {
            Console.Error.WriteLine(
                "The clock is shifted by libfaketime, which is not installed; scripts/install-prerequisites.sh installs it.");
            return 3;
        }

        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("eval-month").FullName;
        var table = new Table().Border(TableBorder.Ascii)
            .AddColumns("night", "its clock, UTC", "what happened", "what the program told", "exit", "gates", "lost", "green on less");
        var wrong = new List<string>();
        await using (var machine = await MonthMachine.CreateAsync(folder, library, random, (ulong)seed))
        {
            var stored = new StoredMonth(machine.Runs);
            foreach (var night in MonthSchedule.Create(random))
            {
                var outcome = await machine.RunAsync(night);
                var (lost, greenOnLess) = await stored.CheckAsync(night.Event == MonthEvent.Budget, outcome.Said);
                var expected = MonthExpectation.From(night, outcome.NotTried is null);
                var reported = expected.Sentences.Select(pattern => Regex.Match(outcome.Said, pattern)).ToList();
                var isRight = outcome.ExitCodes.SequenceEqual(expected.ExitCodes)
                    && reported.TrueForAll(match => match.Success) && lost == 0
                    && greenOnLess == 0;
                if (!isRight)
                {
                    wrong.Add($"night {night.Number} ({night.Event}): exit {string.Join(", ", outcome.ExitCodes)} instead of "
                        + $"{string.Join(", ", expected.ExitCodes)}; lost {lost}; green on less {greenOnLess}\n{outcome.Said}");
                }

                string[] cells =
                [
                    $"{night.Number}", night.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                        Words(night.Event) + (outcome.NotTried is { } reason ? $" (not tried: {reason})" : ""),
                    string.Join("\n", reported.Select(match => match.Success ? Cut(match.Value) : "MISSING")),
                        string.Join(", ", outcome.ExitCodes), Gates(outcome.Said), $"{lost}", $"{greenOnLess}{(isRight ? "" : "  WRONG")}",
                ];
                table.AddRow(cells.Select(cell => new Text(cell)));
                Console.Error.WriteLine($"night {night.Number}: {Words(night.Event)}, exit "
                    + $"{string.Join(", ", outcome.ExitCodes)}{(isRight ? "" : ", WRONG")}");
            }
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out), Ansi = AnsiSupport.No });
        console.Profile.Width = 280;
        console.Write(table);
        wrong.ForEach(Console.WriteLine);
        Console.WriteLine($"seed {seed}: {30 - wrong.Count} of 30 nights as expected");
        Directory.Delete(folder, recursive: true);
        return wrong.Count == 0 ? 0 : 1;
    }

    private static string Words(MonthEvent happened) => Regex.Replace(happened.ToString(), "(?<=[a-z])(?=[A-Z])", " ").ToLowerInvariant();

    private static string Cut(string sentence) => sentence.Length <= LongestSentence ? sentence : sentence[..(LongestSentence - 1)] + "…";

    private static string Gates(string said) =>
        $"{Regex.Count(said, "^gate passed: ", RegexOptions.Multiline)} passed, "
            + $"{Regex.Count(said, "^gate FAILED: ", RegexOptions.Multiline)} failed";
}
