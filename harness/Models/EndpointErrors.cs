using System.Net;
using System.Text;
using System.Text.Json;

namespace Eval.Harness.Models;

/// <summary>Makes one clear sentence, and the consequence, of an endpoint's refusal. Never repeats a key, also when the endpoint does.</summary>
internal static class EndpointErrors
{
    private const int MostLetters = 300;
    private const int MostBodyBytes = 64 << 10;

    /// <summary>The status says all that decides; its explanation is not waited for longer.</summary>
    private static readonly TimeSpan BodyTime = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads what an endpoint says about a refusal, as far as it comes.</summary>
    public static async Task<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(BodyTime);
        var buffer = new byte[MostBodyBytes];
        var count = 0;
        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(limit.Token);
            while (count < buffer.Length && await content.ReadAsync(buffer.AsMemory(count), limit.Token) is var read and > 0)
            {
                count += read;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // What has come is said.
        }

        return Encoding.UTF8.GetString(buffer, 0, count);
    }

    public static ModelCallException FromStatus(ModelSpec model, HttpResponseMessage response, string body, TimeProvider time)
    {
        var status = (int)response.StatusCode;
        var detail = Shown(model, Detail(body));
        var location = response.Headers.Location is { } elsewhere ? " to " + Shown(model, elsewhere.ToString()) : "";
        var (failure, message) = Classify(model, status, detail, body, location);
        return new ModelCallException(failure, message) { Status = status, RetryAfter = RetryAfter(response, time), Body = WithoutKeyInJson(model, body) };
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

    /// <summary>Removes the key and the secrets of other headers.</summary>
    public static string WithoutKey(ModelSpec model, string text) => model.Provider.Secrets.Aggregate(text, Without);

    private static string Without(string text, Secret secret)
    {
        if (secret.Reveal() is not { Length: > 3 } key)
        {
            return text;
        }

        var clean = text.Replace(key, "***", StringComparison.Ordinal);
        // Some endpoints repeat a key in part.
        return key.Length > 12 ? clean.Replace(key[..8], "***", StringComparison.Ordinal).Replace(key[^8..], "***", StringComparison.Ordinal) : clean;
    }

    /// <summary>Removes the key from JSON that is passed on, however it is escaped there.</summary>
    private static string WithoutKeyInJson(ModelSpec model, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var plain = JsonSerializer.Serialize(json.RootElement, Plain);
            var clean = WithoutKey(model, plain);
            return clean == plain ? body : clean;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return WithoutKey(model, body);
        }
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
