using System.ComponentModel;
using Eval.Results.Records;

namespace Eval.Harness.Configuration;

/// <summary>An endpoint of the configuration file.</summary>
internal sealed record ProviderConfig
{
    private const double MaxTimeoutSeconds = 24 * 3600;
    private const string NoHeaderName = "a header's name holds letters, digits and dashes only.";

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>What a request's own form, body or connection needs.</summary>
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Encoding", "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Expect", "Host",
        "Transfer-Encoding",
    };

    [Description("The address up to and without /chat/completions; a query is kept. Default: the preset's of the same name.")]
    public string? BaseUrl { get; init; }

    [Description("The environment variable that holds the key. Default: the preset's; none for an endpoint of one's own.")]
    public string? ApiKeyEnv { get; init; }

    [Description("The header that carries the key. Default: Authorization.")]
    public string? ApiKeyHeader { get; init; }

    [Description("Further headers of every call, for instance \"x-portkey-provider\": \"openai\". No secrets: see headersEnv.")]
    public IReadOnlyDictionary<string, string> Headers { get; init => field = value ?? None; } = None;

    [Description("Further headers whose values are secrets: by the header's name the environment variable that holds the value.")]
    public IReadOnlyDictionary<string, string> HeadersEnv { get; init => field = value ?? None; } = None;

    [Description("A client of one's own instead of an endpoint, written as path/to/assembly.dll:Namespace.Type. Default: none.")]
    public string? ChatClient { get; init; }

    [Description("Query parameters of every call; they replace those of the address.")]
    public IReadOnlyDictionary<string, string> Query { get; init => field = value ?? None; } = None;

    [Description("Seconds that one call may take in all, and that it may send nothing. Default: 900 in all, 180 without a sign of life.")]
    public double? Timeout { get; init; }

    /// <summary>Returns what is wrong, with the field that it is in. What may be a secret is not repeated.</summary>
    public IEnumerable<(string Field, string Sentence)> Mistakes()
    {
        if (BaseUrl is { } url && EndpointAddress.Mistake(url, out _) is { } mistake)
        {
            yield return ("baseUrl", mistake);
        }

        if (ApiKeyEnv is { } variable && !IsVariable(variable))
        {
            yield return ("apiKeyEnv", "write the name of an environment variable, not the key itself.");
        }

        if (Timeout is { } seconds && seconds is not (> 0 and <= MaxTimeoutSeconds))
        {
            yield return ("timeout", "write seconds above 0 and at most 86400.");
        }

        if (ApiKeyHeader is { } header && !IsHeaderName(header))
        {
            yield return ("apiKeyHeader", NoHeaderName);
        }

        foreach (var (name, value) in Query)
        {
            if (value is null)
            {
                yield return ("query", $"'{name}' has no value; write a text.");
            }
            else if (SecretText.IsName(name) || SecretText.IsValue(value))
            {
                yield return ("query", $"'{name}' looks like a key, which this file must not hold; send it as a header, "
                    + "\"headersEnv\" names the environment variable that holds it.");
            }
        }

        foreach (var found in HeaderMistakes())
        {
            yield return found;
        }
    }

    private IEnumerable<(string Field, string Sentence)> HeaderMistakes()
    {
        var names = Headers.Keys.Select(name => ("headers", name)).Concat(HeadersEnv.Keys.Select(name => ("headersEnv", name)));
        foreach (var (field, name) in names)
        {
            if (!IsHeaderName(name))
            {
                yield return (field, NoHeaderName);
            }
            else if (OwnHeaders.Contains(name))
            {
                yield return (field, $"'{name}' belongs to the call itself and is set by this program.");
            }
        }

        foreach (var twice in Headers.Keys.Concat(HeadersEnv.Keys).CountBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(name => name.Value > 1))
        {
            yield return ("headers", $"'{twice.Key}' is named twice, here or in headersEnv; a call has one.");
        }

        foreach (var (name, value) in Headers)
        {
            if (value is null || value.Any(letter => char.IsControl(letter) || !char.IsAscii(letter)))
            {
                yield return ("headers", $"the value of '{name}' must be one line of ASCII.");
            }
            else if (SecretText.IsName(name) || SecretText.IsValue(value))
            {
                yield return ("headers", $"'{name}' looks like a secret, which this file must not hold; write \"headersEnv\": "
                    + $"{{ \"{name}\": \"NAME\" }} with the environment variable NAME that holds it.");
            }
        }

        foreach (var name in HeadersEnv.Where(header => !IsVariable(header.Value)).Select(header => header.Key))
        {
            yield return ("headersEnv", $"'{name}': write the name of an environment variable, not the value itself.");
        }
    }

    private static bool IsHeaderName(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static bool IsVariable(string? name) =>
        name is { Length: > 0 } && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
