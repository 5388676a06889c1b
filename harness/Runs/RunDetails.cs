using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eval.Datasets;
using Eval.Results.Records;
using Eval.Sandboxes.Docker;

namespace Eval.Harness.Runs;

/// <summary>
/// Where a run comes from: program, commit, machine and the settings that must agree for two runs to be compared over time.
/// </summary>
internal static class RunDetails
{
    public static string ProgramVersion =>
        typeof(RunDetails).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static RunMachine Machine() => new(
        RuntimeInformation.OSDescription,
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.FrameworkDescription,
        1e9 / TimeProvider.System.TimestampFrequency);

    /// <summary>Returns what runs the answers of tasks, by their language.</summary>
    public static IReadOnlyDictionary<string, string> Runtimes(IEnumerable<EvalTask> tasks)
    {
        var known = new Dictionary<string, string>(DockerSandbox.RuntimesIn(new DockerSandboxOptions()
            .ImagesFolder)) { ["csharp"] = RuntimeInformation.FrameworkDescription };
        return tasks.OfType<FunctionTask>().Select(task => task.Language).Distinct().Where(known.ContainsKey)
            .Order(StringComparer.Ordinal).ToDictionary(language => language, language => known[language]);
    }

    /// <summary>Returns the commit of the current folder, read from the files of git; null outside a checkout.</summary>
    public static string? Commit(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            var git = Path.Combine(current.FullName, ".git");
            if (File.Exists(Path.Combine(git, "HEAD")))
            {
                return ReadHead(git);
            }
        }

        return null;
    }

    public static string Fingerprint(IEnumerable<RunDataset> datasets, IEnumerable<RunModel> models,
        RunSettings settings)
    {
        var all = new
        {
            ProgramVersion,
            Prompt = Prompts.PromptBuilder.Version,
            Datasets = datasets.Select(set => new { set.Name, set.Hash }),
            Models = models.Select(model => new { model.Name, Settings = model.Settings(), model.Price,
                Asked = model.PolicyFollowed?.Models.Select(asked => asked.Price) }),
            Options = settings.Tasks.Concat(settings.Answers).OrderBy(option => option.Key, StringComparer.Ordinal),
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(all))))[..16];
    }

    private static string? ReadHead(string git)
    {
        try
        {
            var head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
            if (!head.StartsWith("ref: ", StringComparison.Ordinal))
            {
                return head;
            }

            var name = head["ref: ".Length..];
            var loose = Path.Combine(git, name);
            if (File.Exists(loose))
            {
                return File.ReadAllText(loose).Trim();
            }

            var packed = Path.Combine(git, "packed-refs");
            return File.Exists(packed)
                ? TextLines.Split(File.ReadAllText(packed))
                .FirstOrDefault(line => line.EndsWith(" " + name, StringComparison.Ordinal))?.Split(' ')[0]
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
