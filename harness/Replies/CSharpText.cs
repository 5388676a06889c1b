namespace Eval.Harness.Replies;

/// <summary>Tells lines with which C# may begin from prose.</summary>
internal static class CSharpText
{
    private static readonly string[] Words =
    [
        "namespace ", "public ", "internal ", "private ", "protected ", "static ", "sealed ", "abstract ", "partial ", "readonly ",
            "unsafe ",
        "global using ", "///", "#:", "#!", "#nullable", "#pragma",
    ];

    public static bool Begins(string line)
    {
        var text = line.Trim();
        return Words.Any(word => text.StartsWith(word, StringComparison.Ordinal))
            || text.StartsWith("using ", StringComparison.Ordinal) && text.EndsWith(';')
            || text.StartsWith('[') && text.EndsWith(']')
            || IsType(text, "class ") || IsType(text, "record ") || IsType(text, "struct ") || IsType(text, "enum ")
            || IsType(text, "interface ");
    }

    private static bool IsType(string text, string word) => text.StartsWith(word, StringComparison.Ordinal) && !text.EndsWith('.');
}
