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
        "\"\"\"Sums of money, in cents.\"\"\"\n\n\ndef total(amounts):\n    result = 0\n    for amount in amounts:\n        result -= amount\n    return result\n\n\n"
        + "def change(paid, price):\n    return paid - price\n";

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
    public static int NumberOf(string text) => Number().Match(text) is { Success: true } found ? int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 1;

    private static Dictionary<string, byte[]> Files(int number) => new()
    {
        ["task.json"] = JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = $"purse-{number}",
            language = "python",
            environment = "python",
            failToPass = new[] { "tests/test_total.py::test_total" },
            passToPass = new[] { "tests/test_total.py::test_nothing", "tests/test_total.py::test_change", "tests/test_total.py::test_bytes" },
        }),
        ["issue.md"] = Encoding.UTF8.GetBytes($"# Totals are negative\n\nReceipt purse-{number}: total([100, 250, 5]) gives -355; it has to be 355.\n"),
        ["gold.patch"] = Encoding.UTF8.GetBytes(
            "diff --git a/purse/total.py b/purse/total.py\n--- a/purse/total.py\n+++ b/purse/total.py\n@@ -4,5 +4,5 @@\n def total(amounts):\n     result = 0\n     for amount in amounts:\n"
            + "-        result -= amount\n+        result += amount\n     return result\n"),
        ["repository/purse/__init__.py"] = "\"\"\"What is in a purse.\"\"\"\n"u8.ToArray(),
        ["repository/purse/total.py"] = Encoding.UTF8.GetBytes(Total),
        ["repository/purse/rates.py"] = "EURO = 100\r\nPOUND = 118\r\nDOLLAR = 92\r\n"u8.ToArray(),
        ["repository/notes.txt"] = Encoding.Latin1.GetBytes("A caf\u00e9 takes coins only.\n"),
        ["repository/tests/test_change.py"] = "from purse.total import change\n\n\ndef test_change():\n    assert change(10, 4) == 6\n"u8.ToArray(),
        ["repository/conftest.py"] = [],
        ["repository/.gitignore"] = "*.log\nbuild/\n"u8.ToArray(),
        ["tests/tests/test_total.py"] = Encoding.UTF8.GetBytes(HiddenTests),
    };

    [GeneratedRegex(@"purse-(\d+)")]
    private static partial Regex Number();
}
