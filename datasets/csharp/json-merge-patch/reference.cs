using System.Text.Json.Nodes;

public static class Solution
{
    public static string Patch(string target, string patch) => Merge(JsonNode.Parse(target), JsonNode.Parse(patch))?.ToJsonString() ?? "null";

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var result = target is JsonObject ? target.DeepClone().AsObject() : new JsonObject();
        foreach (var (name, change) in changes)
        {
            if (change is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = Merge(result[name], change);
            }
        }

        return result;
    }
}
