using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Datasets;

namespace Eval.Harness.Models;

/// <summary>
/// What an endpoint says when it does not answer, whatever form it says it in: an object, a list of them, a text, a web page.
/// </summary>
internal sealed partial record EndpointError
{
    private const int MaxDepth = 6;

    public required string Message { get; init; }

    public string? Code { get; init; }

    public string? Type { get; init; }

    /// <summary>The parameter that is at fault.</summary>
    public string? Parameter { get; init; }

    /// <summary>The wait that the error names in a field; null where it names none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it was told as JSON, as endpoints do; gateways and web servers tell theirs as text.</summary>
    public bool IsJson { get; init; }

    /// <summary>The HTTP status that the code is, where it is one: some send 200 and tell the status in the error.</summary>
    public int? Status => int.TryParse(Code, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
        && status is >= 400 and < 600 ? status : null;

    /// <summary>Code and type, by which errors are told apart before anything is read from prose.</summary>
    public IEnumerable<string> Names => new[] { Code, Type }.OfType<string>();

    /// <summary>Reads the body of a refusal.</summary>
    public static EndpointError Parse(string body)
    {
        var text = body.Trim('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.StartsWith("data:", StringComparison.Ordinal))
        {
            text = TextLines.Split(text["data:".Length..])[0].Trim();
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return Read(json.RootElement) ?? new EndpointError { Message = text, IsJson = true };
        }
        catch (JsonException)
        {
            return new EndpointError { Message = text.StartsWith('<') ? PageTitle(text) : text.Length == 0 ? "nothing" : text };
        }
    }

    /// <summary>Reads an error that stands where an answer should; null where there is none.</summary>
    public static EndpointError? Read(JsonElement root) => Read(root, MaxDepth);

    /// <summary>Returns what a web page is called.</summary>
    public static string PageTitle(string html) =>
        Title().Match(html) is { Success: true } title
            && Blanks().Replace(WebUtility.HtmlDecode(title.Groups[1].Value), " ").Trim() is { Length: > 0 } text
                ? $"a web page, \"{text}\"" : "a web page";

    private static EndpointError? Read(JsonElement root, int depth)
    {
        switch (root.ValueKind)
        {
            case JsonValueKind.Array when depth > 0:
                return root.EnumerateArray().Select(part => Read(part, depth - 1)).FirstOrDefault(error => error is not null);
            case JsonValueKind.String when JsonText.From(root) is { Length: > 0 } text:
                return new EndpointError { Message = text, IsJson = true };
            case JsonValueKind.Object when depth > 0:
                break;
            default:
                return null;
        }

        foreach (var name in (ReadOnlySpan<string>)["error", "errors", "detail", "details", "base_resp"])
        {
            if (root.TryGetProperty(name, out var inner) && Read(inner, depth - 1) is { } error
                && (name is "error" or "errors" || Text(root, "message") is null))
            {
                return error with
                {
                    Code = error.Code ?? Text(root, "code"), Type = error.Type ?? Text(root, "type"), Parameter = error.Parameter
                        ?? Text(root, "param"), RetryAfter = error.RetryAfter ?? Wait(root, depth),
                };
            }
        }

        var found = new EndpointError
        {
            Message = Text(root, "message") ?? Text(root, "msg") ?? Text(root, "error_msg") ?? Text(root, "error_message")
                ?? Text(root, "status_msg") ?? "",
            Code = Text(root, "code") ?? Text(root, "error_code") ?? Text(root, "status_code") ?? Text(root, "status"),
            Type = Text(root, "type") ?? Text(root, "status"),
            Parameter = Text(root, "param") ?? Location(root),
            RetryAfter = Wait(root, depth),
            IsJson = true,
        };
        return found.Message.Length > 0 ? found : found.Names.Any() ? found with { Message = string.Join(' ', found.Names.Distinct()) }
            : null;
    }

    /// <summary>Finds a wait in a field of the error or of what belongs to it, for instance Google's RetryInfo.</summary>
    private static TimeSpan? Wait(JsonElement element, int depth)
    {
        if (depth == 0)
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().Select(part => Wait(part, depth - 1)).FirstOrDefault(wait => wait is not null);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var field in element.EnumerateObject())
        {
            var wait = field.Name switch
            {
                "retryDelay" or "retry_delay" or "retry_after" or "retryAfter" or "retry_after_seconds" =>
                    RetryHint.Duration(Text(field.Value)),
                "retry_after_ms" or "retryAfterMs" => RetryHint.Duration(Text(field.Value) + "ms"),
                _ when field.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array => Wait(field.Value, depth - 1),
                _ => null,
            };
            if (wait is not null)
            {
                return wait;
            }
        }

        return null;
    }

    /// <summary>Where in the body the mistake is, as validators of web frameworks tell it.</summary>
    private static string? Location(JsonElement root) =>
        root.TryGetProperty("loc", out var path) && path.ValueKind == JsonValueKind.Array && path.GetArrayLength() > 0
            ? Text(path[path.GetArrayLength() - 1]) : null;

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when JsonText.From(value) is { Length: > 0 } text => text,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    [GeneratedRegex("<title[^>]*>(.*?)</title", RegexOptions.Singleline | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Title();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
