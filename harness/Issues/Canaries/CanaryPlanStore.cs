using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eval.Datasets;
using Eval.Sandboxes.Docker;

namespace Eval.Harness.Issues.Canaries;

/// <summary>Remembers for a user how the tests of a task are disguised, so that its known patch is run for that once.</summary>
internal sealed class CanaryPlanStore(string folder)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public static string DefaultFolder => Path.Combine(PublicDataset.Folder, "canaries");

    /// <summary>Returns what is remembered of a task under the same circumstances; null for nothing.</summary>
    public CanaryPlan? Find(IssueTask task, WorkspaceEnvironment environment)
    {
        try
        {
            return JsonSerializer.Deserialize<CanaryPlan>(File.ReadAllBytes(FileOf(task, environment)), Format);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Remembers a plan. Where that cannot be done, it is found anew next time.</summary>
    public void Save(IssueTask task, WorkspaceEnvironment environment, CanaryPlan plan)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var file = FileOf(task, environment);
            var unfinished = $"{file}.{Guid.NewGuid():N}.tmp";
            File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(plan, Format));
            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The run itself says what is wrong with its folder.
        }
    }

    private string FileOf(IssueTask task, WorkspaceEnvironment environment)
    {
        string[] parts = [typeof(CanaryPlan).Module.ModuleVersionId.ToString(), task.ContentHash, task.GoldPatch ?? "", environment.Name,
            environment.Tests, environment.Build ?? "", environment.Image ?? ""];
        return Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parts))))
            + ".json");
    }
}
