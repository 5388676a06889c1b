using System.Net;
using System.Text.Json;

namespace Eval.Harness.Models;

/// <summary>Makes one clear sentence, and the consequence, of an endpoint's refusal. Never repeats a key, also when the endpoint does.</summary>
internal static class EndpointErrors
{
    private const int MostLetters = 300;

    public static ModelCallException FromStatus(ModelSpec model, HttpResponseMessage response, string body, TimeProvider time)
    {
        var status = (int)response.StatusCode;
        var detail = Shown(model, Detail(body));
        var location = response.Headers.Location is { } elsewhere ? " to " + Shown(model, elsewhere.ToString()) : "";
        var (failure, message) = Classify(model, status, detail, body, location);
        return new ModelCallException(failure, message) { Status = status, RetryAfter = RetryAfter(response, time), Body = WithoutKey(model, body) };
    }

    /// <summary>An error object inside a stream that began with 200.</summary>
    public static ModelCallException InStream(ModelSpec model, string error)
    {
        var failure = IsContextWindow(error) ? ModelCallFailure.ContextWindow : IsContentFilter(error) ? ModelCallFailure.ContentFilter : ModelCallFailure.Provider;
        return new ModelCallException(failure, $"{model.Provider.Name} broke the stream off with an error: {Shown(model, error)}") { Break = CallBreak.Stream };
    }

    /// <summary>Removes the key and cuts to a line.</summary>
    public static string Shown(ModelSpec model, string text)
    {
        var line = WithoutKey(model, text.ReplaceLineEndings(" ").Trim());
        return line.Length > MostLetters ? line[..MostLetters] + "…" : line;
    }

    /// <summary>Removes the key.</summary>
    public static string WithoutKey(ModelSpec model, string text)
    {
        if (model.Provider.ApiKey?.Reveal() is not { Length: > 3 } key)
        {
            return text;
        }

        var clean = text.Replace(key, "***", StringComparison.Ordinal);
        // Some endpoints repeat a key in part.
        return key.Length > 12 ? clean.Replace(key[..8], "***", StringComparison.Ordinal).Replace(key[^8..], "***", StringComparison.Ordinal) : clean;
    }

    private static (ModelCallFailure Failure, string Message) Classify(ModelSpec model, int status, string detail, string body, string location)
    {
        var provider = model.Provider;
        var variable = provider.ApiKeyVariable ?? "the key's variable";
        return status switch
        {
            >= 300 and < 400 => (ModelCallFailure.Configuration, $"{provider.Name} ({provider.BaseUrl.Authority}) redirects ({status}){location}; set the base URL to the address that answers itself."),
            401 => (ModelCallFailure.Configuration, $"{provider.Name} refuses the key (401); check {variable}. It says: {detail}"),
            402 => (ModelCallFailure.Configuration, $"{provider.Name} wants payment (402). It says: {detail}"),
            403 => (ModelCallFailure.Configuration, $"{provider.Name} does not allow this key to use {model.RequestedModel} (403). It says: {detail}"),
            404 => (ModelCallFailure.Configuration, $"{provider.Name} does not know the model '{model.RequestedModel}' (404); 'models --provider {provider.Name}' lists what it has. It says: {detail}"),
            400 or 413 or 422 when IsContextWindow(body) => (ModelCallFailure.ContextWindow, $"the prompt is longer than {model.RequestedModel} bears: {detail}"),
            400 or 422 when IsContentFilter(body) => (ModelCallFailure.ContentFilter, $"{provider.Name}'s content filter refused the prompt: {detail}"),
            408 or 409 or 425 or 429 or >= 500 => (ModelCallFailure.Provider, $"{provider.Name} answered {status} {(HttpStatusCode)status}: {detail}"),
            _ => (ModelCallFailure.Configuration, $"{provider.Name} refuses the request ({status}): {detail}"),
        };
    }

    private static bool IsContextWindow(string text) =>
        text.Contains("context_length_exceeded", StringComparison.OrdinalIgnoreCase) || text.Contains("maximum context length", StringComparison.OrdinalIgnoreCase)
        || text.Contains("context window", StringComparison.OrdinalIgnoreCase) || text.Contains("prompt is too long", StringComparison.OrdinalIgnoreCase);

    private static bool IsContentFilter(string text) =>
        text.Contains("content_filter", StringComparison.OrdinalIgnoreCase) || text.Contains("content_policy", StringComparison.OrdinalIgnoreCase)
        || text.Contains("ResponsibleAIPolicy", StringComparison.OrdinalIgnoreCase);

    private static string Detail(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error))
            {
                return StreamEventParser.ErrorMessage(error);
            }
        }
        catch (JsonException)
        {
            // Shown as it is.
        }

        return string.IsNullOrWhiteSpace(body) ? "nothing" : body;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
