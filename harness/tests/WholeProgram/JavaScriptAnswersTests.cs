using System.Globalization;
using System.Text.Json;
using Eval.Harness.Tests.Replies;

namespace Eval.Harness.Tests.WholeProgram;

[Trait("Needs", "docker")]
public sealed class JavaScriptAnswersTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task Of_answers_in_any_style_the_right_ones_pass_and_no_wrong_one()
    {
        Write("tasks.jsonl", ScriptFunction.All.Select(function => function.Task));
        Write("right.jsonl", Answers(function => function.Right));
        Write("wrong.jsonl", Answers(function => function.Wrong));

        var result = await _eval.RunAsync("grade", "--datasets", "tasks.jsonl", "--completions", "right.jsonl,wrong.jsonl");

        Require.That(!result.Error.Contains("No container engine", StringComparison.Ordinal), "needs a container engine");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal([.. Graded("right", "passed"), .. Graded("wrong", "failed")], Verdicts());
        var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, "manifest.json"),
            TestContext.Current.CancellationToken)).RootElement;
        Assert.StartsWith("Node.js 24.", manifest.GetProperty("runtimes").GetProperty("javascript").GetString(), StringComparison.Ordinal);
    }

    private static IEnumerable<object> Answers(Func<ScriptFunction, string> body) =>
        from function in ScriptFunction.All
        from style in ScriptStyles.All.Select((style, sample) => (sample, Reply: style.Value))
        select new { task_id = function.Name, style.sample, reply = style.Reply(function, body(function)) };

    private static IEnumerable<string> Graded(string model, string verdict) =>
        from function in ScriptFunction.All.OrderBy(function => function.Name, StringComparer.Ordinal)
        from style in ScriptStyles.All.Keys
        select $"{model} {function.Name} {verdict}, {style}";

    private IEnumerable<string> Verdicts()
    {
        var rows = File.ReadLines(Path.Combine(_eval.RunFolder, "attempts.csv")).Select(line => line.Split(',')).ToList();
        string Cell(string[] row, string name) => row[Array.IndexOf(rows[0], name)];
        return from row in rows.Skip(1)
               let style = int.Parse(Cell(row, "sample"), CultureInfo.InvariantCulture)
               orderby Cell(row, "model"), Cell(row, "task_id"), style
               select $"{Cell(row, "model")} {Cell(row, "task_id")} {Cell(row, "verdict")}, {ScriptStyles.All.Keys.ElementAt(style)}";
    }

    private void Write(string file, IEnumerable<object> lines) =>
        File.WriteAllLines(Path.Combine(_eval.Folder, file), lines.Select(line => JsonSerializer.Serialize(line)));
}
