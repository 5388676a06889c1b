using System.Text;

namespace Eval.Datasets;

/// <summary>Python writes infinite numbers into JSON, which JSON does not know; EvalPlus' files hold some.</summary>
internal static class PythonNumbers
{
    private const string Infinity = "Infinity";

    /// <summary>As a number so large that every reader takes it for infinite.</summary>
    private const string TooLarge = "1e999";

    /// <summary>Returns the text with the word outside of strings replaced.</summary>
    public static string AsJson(string text)
    {
        if (!text.Contains(Infinity, StringComparison.Ordinal))
            return text;

        var json = new StringBuilder(text.Length);
        var isString = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!isString && string.CompareOrdinal(text, i, Infinity, 0, Infinity.Length) == 0)
            {
                json.Append(TooLarge);
                i += Infinity.Length - 1;
                continue;
            }

            json.Append(text[i]);
            if (text[i] == '"')
            {
                isString = !isString;
            }
            else if (isString && text[i] == '\\' && i + 1 < text.Length)
            {
                json.Append(text[++i]);
            }
        }

        return json.ToString();
    }
}
