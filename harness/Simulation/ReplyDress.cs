using Eval.Datasets;

namespace Eval.Harness.Simulation;

/// <summary>The forms in which models hand over code; extraction has to cope with all of them.</summary>
internal static class ReplyDress
{
    private static readonly string[] Openings =
    [
        "Here is a solution:\n\n", "", "Sure! This goes through the input once:\n\n", "The key is to handle the edge cases first.\n\n",
    ];

    public static string Dress(FunctionTask task, string code, Draw draw)
    {
        var trimmed = code.Trim() + "\n";
        double[] weights = [55, 10, 8, 8, 7, 6, 6];
        return draw.Weighted("dress", weights) switch
        {
            1 => $"```\n{trimmed}```\n",
            2 => $"<think>\nFirst idea:\n```csharp\nclass Draft {{ }}\n```\nThat misses a case.\n</think>\n{Fenced(trimmed, draw)}",
            3 => $"A first sketch, which ignores the edge cases:\n\n```csharp\npublic static class Sketch\n{{\n}}\n```\n\nThe complete version:\n\n{Fenced(trimmed, draw)}",
            4 => trimmed,
            5 => Fenced(trimmed, draw).ReplaceLineEndings("\r\n"),
            6 => Fenced(trimmed, draw) + $"\nYou can call it like this:\n\n```csharp\nConsole.WriteLine({task.EntryPoint ?? "Solution"});\n```\n",
            _ => Fenced(trimmed, draw),
        };
    }

    public static string Fenced(string code, Draw draw)
    {
        var opening = Openings[draw.Below("opening", Openings.Length)];
        var tag = draw.Uniform("tag") < 0.8 ? "csharp" : "cs";
        var closing = draw.Uniform("closing") < 0.5 ? "\nIt runs in linear time.\n" : "";
        return $"{opening}```{tag}\n{code.TrimEnd()}\n```\n{closing}";
    }

    /// <summary>Stops in the middle of the code.</summary>
    public static string Cut(string code, Draw draw)
    {
        var whole = Fenced(code, draw);
        return whole[..Math.Max(40, whole.Length / 2)];
    }
}
