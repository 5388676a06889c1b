using System.Security.Cryptography;
using System.Text;

namespace Eval.Reports.Html;

/// <summary>The page's own style and script, and the policy that allows nothing else to run.</summary>
internal static class PageAssets
{
    private static readonly Lazy<string> LazyStyle = new(() => Read("report.css"));

    private static readonly Lazy<string> LazyScript = new(() =>
        $"(() => {{\n'use strict';\n{Read("data.js")}\n{Read("detail.js")}\n{Read("attempts.js")}\n{Read("report.js")}\n}})();\n");

    public static string Style => LazyStyle.Value;

    public static string Script => LazyScript.Value;

    /// <summary>Returns the Content-Security-Policy; files beside the page may be loaded only when its details are kept there.</summary>
    public static string Policy(bool detailsInFiles) =>
        $"default-src 'none'; script-src 'sha256-{Hash(Script)}'{(detailsInFiles ? " 'self' file:" : "")}; style-src "
            + $"'sha256-{Hash(Style)}'; "
        + "base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream("Eval.Reports.Html." + name)
            ?? throw new InvalidOperationException($"{name} is missing from the program.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
