using Eval.Datasets;

namespace Eval.Harness.Simulation;

/// <summary>The forms in which models hand over code; extraction has to cope with all of them.</summary>
internal static class ReplyFormat
{
    private static readonly string[] Openings =
    [
        "Here is a solution:\n\n", "", "Sure! This goes through the input once:\n\n", "The key is to handle the edge cases first.\n\n",
    ];

    public static string Format(FunctionTask task, string code, Draw draw)
    {
        var trimmed = code.Trim() + "\n";
        var isCSharp = task.Language == "csharp";
        double[] weights = [55, 10, 8, 8, 7, 6, 6];
        return draw.Weighted("dress", weights) switch
        {
            1 => $"```\n{trimmed}```\n",
            2 => $"<think>\nFirst idea:\n```{task.Language}\n{(isCSharp ? "class Draft { }" : "")}\n```\nThat misses a "
                + $"case.\n</think>\n{Fenced(task.Language, trimmed, draw)}",
            3 => $"A first sketch, which ignores the edge "
                + $"cases:\n\n```{task.Language}\n{(isCSharp ? "public static class Sketch\n{\n}" : "pass")}\n```\n\nThe complete "
                + $"version:\n\n{Fenced(task.Language, trimmed, draw)}",
            4 => trimmed,
            5 => TextLines.Unified(Fenced(task.Language, trimmed, draw)).Replace("\n", TextLines.Windows, StringComparison.Ordinal),
            6 => Fenced(task.Language, trimmed, draw) + $"\nYou can call it like "
                + $"this:\n\n```{task.Language}\n{(isCSharp ? "Console.WriteLine" : "print")}({task.EntryPoint ?? "Solution"});\n```\n",
            _ => Fenced(task.Language, trimmed, draw),
        };
    }

    public static string Fenced(string language, string code, Draw draw)
    {
        var opening = Openings[draw.Below("opening", Openings.Length)];
        var isLong = draw.Uniform("tag") < 0.8;
        var tag = language == "csharp" && !isLong ? "cs" : language;
        var closing = draw.Uniform("closing") < 0.5 ? "\nIt runs in linear time.\n" : "";
        return $"{opening}```{tag}\n{code.TrimEnd()}\n```\n{closing}";
    }

    /// <summary>Stops in the middle of the code.</summary>
    public static string Cut(string language, string code, Draw draw)
    {
        var whole = Fenced(language, code, draw);
        return whole[..Math.Max(40, whole.Length / 2)];
    }
}
