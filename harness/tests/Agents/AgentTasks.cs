using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Eval.Harness.Tests.Agents;

/// <summary>The issue that the agents of the catalogue work on: a small repository with files of several encodings and line ends.</summary>
internal static partial class AgentTasks
{
    /// <summary>How many tasks an agent has of which one goes another way.</summary>
    public const int Several = 6;

    private const string Total =
        """"
        """Sums of money, in cents."""


        def total(amounts):
            result = 0
            for amount in amounts:
                result -= amount
            return result


        def change(paid, price):
            return paid - price

        """";

    private const string GoldPatch =
        """
        diff --git a/purse/total.py b/purse/total.py
        --- a/purse/total.py
        +++ b/purse/total.py
        @@ -4,5 +4,5 @@
         def total(amounts):
             result = 0
             for amount in amounts:
        -        result -= amount
        +        result += amount
             return result

        """;

    /// <summary>The hidden tests also look whether files of other encodings and line ends are still what they were.</summary>
    private const string HiddenTests =
        """
        from pathlib import Path
        from purse.total import change, total


        def test_total():
            assert total([100, 250, 5]) == 355


        def test_nothing():
            assert total([]) == 0


        def test_change():
            assert change(500, 355) == 145


        def test_bytes():
            rates = Path("purse/rates.py").read_bytes()
            assert rates.count(b"\r\n") == rates.count(b"\n") >= 3
            assert b"caf\xe9" in Path("notes.txt").read_bytes()

        """;

    /// <summary>Writes the tasks into a folder, the same one as often as is asked for.</summary>
    public static void Write(string folder, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            foreach (var (name, content) in Files(number))
            {
                var path = Path.Combine(folder, $"purse-{number}", name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, content);
            }
        }
    }

    /// <summary>Returns the number of a task by a text that holds its issue or its id.</summary>
    public static int NumberOf(string text) => int.Parse(Number().Match(text).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    private static Dictionary<string, byte[]> Files(int number) => new()
    {
        ["task.json"] = JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = $"purse-{number}",
            language = "python",
            environment = "python",
            failToPass = new[] { "tests/test_total.py::test_total" },
            passToPass = new[] { "nothing", "change", "bytes" }.Select(test => $"tests/test_total.py::test_{test}"),
        }),
        ["issue.md"] = Encoding.UTF8.GetBytes($"# Totals are negative\n\nReceipt purse-{number}: total([100, 250, 5]) is -355, not 355.\n"),
        ["gold.patch"] = Encoding.UTF8.GetBytes(GoldPatch),
        ["repository/purse/__init__.py"] = "\"\"\"What is in a purse.\"\"\"\n"u8.ToArray(),
        ["repository/purse/total.py"] = Encoding.UTF8.GetBytes(Total),
        ["repository/purse/rates.py"] = "EURO = 100\r\nPOUND = 118\r\nDOLLAR = 92\r\n"u8.ToArray(),
        ["repository/notes.txt"] = Encoding.Latin1.GetBytes("A caf\u00e9 takes coins only.\n"),
        ["repository/tests/test_change.py"] =
            "from purse.total import change\n\n\ndef test_change():\n    assert change(10, 4) == 6\n"u8.ToArray(),
        ["repository/conftest.py"] = [],
        ["repository/.gitignore"] = "*.log\nbuild/\n"u8.ToArray(),
        ["tests/tests/test_total.py"] = Encoding.UTF8.GetBytes(HiddenTests),
    };

    [GeneratedRegex(@"purse-(\d+)")]
    private static partial Regex Number();
}
