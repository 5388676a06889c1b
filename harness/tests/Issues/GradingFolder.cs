using System.Diagnostics;
using System.Text.Json;
using Eval.Harness.Tests.WholeProgram;

namespace Eval.Harness.Tests.Issues;

/// <summary>A folder with tasks and patches, and the program that grades them in it.</summary>
internal sealed class GradingFolder : IDisposable
{
    public GradingFolder() => Eval.Environment["EVAL_DATASETS"] = Path.Combine(Eval.Folder, "kept");

    public EvalProcess Eval { get; } = new();

    public void Dispose() => Eval.Dispose();

    public void Write(string name, string text)
    {
        var path = Path.Combine(Eval.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Writes patches for one task, each by a model of its own.</summary>
    public void WritePredictions(string task, IReadOnlyDictionary<string, string?> patches) =>
        Write("preds.jsonl", string.Join('\n', patches.Select(patch => JsonSerializer.Serialize(new { instance_id = task, model_name_or_path = patch.Key, model_patch = patch.Value }))));

    /// <summary>Reads what became of each model's patch.</summary>
    public Dictionary<string, string> Verdicts()
    {
        var lines = File.ReadAllLines(Path.Combine(Eval.RunFolder, "attempts.csv")).Select(line => line.Split(',')).ToList();
        int Column(string name) => Array.IndexOf(lines[0], name);
        return lines.Skip(1).ToDictionary(line => line[Column("model")], line => line[Column("verdict")]);
    }

    public JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Eval.RunFolder, path))).RootElement;

    /// <summary>Runs a program in the folder; it must succeed.</summary>
    public async Task<string> RunAsync(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(Require.Tool(tool), arguments) { WorkingDirectory = Eval.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOCKER_BUILDKIT"] = "0";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)} failed: {await error}");
    }

    public static void NeedEngine()
    {
        using var docker = Process.Start(new ProcessStartInfo(Require.Tool("docker"), ["info"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        docker.StandardOutput.ReadToEnd();
        docker.WaitForExit();
        Require.That(docker.ExitCode == 0, "needs a container engine");
    }
}
