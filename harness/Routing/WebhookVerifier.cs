using System.Net.Http.Headers;
using System.Text.Json;
using Eval.Harness.Models;

namespace Eval.Harness.Routing;

/// <summary>
/// Asks a service of the user's own whether an answer is good: <c>{"request": {"text", "json"}, "response": {"text", "json"}}</c>, as the
/// guardrail
/// webhook of a known gateway sends it, so that one service serves both. Only <c>{"verdict": true}</c> accepts: a service that fails does
/// not.
/// </summary>
/// <param name="clientOf">The client for an address: what goes to this machine takes another way than what goes out.</param>
/// <param name="timeout">How long a verdict is waited for.</param>
internal sealed class WebhookVerifier(Func<Uri, HttpClient> clientOf, TimeSpan timeout)
{
    private const int MaxAnswerBytes = 1 << 20;
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <param name="url">The service.</param>
    /// <param name="request">What was asked: the last user's text, and the request's body.</param>
    /// <param name="response">What was answered: the text, and the response's body as JSON.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Verification> AskAsync(Uri url, (string Text, ReadOnlyMemory<byte> Json) request,
        (string Text, ReadOnlyMemory<byte> Json) response, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Body(request, response)) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await clientOf(url).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new Verification(answer.IsSuccessStatusCode && await IsAcceptedAsync(answer, limit.Token),
                TimeProvider.System.GetElapsedTime(began));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new Verification(false, TimeProvider.System.GetElapsedTime(began));
        }
    }

    private static byte[] Body((string Text, ReadOnlyMemory<byte> Json) request, (string Text, ReadOnlyMemory<byte> Json) response)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, part) in new[] { ("request", request), ("response", response) })
            {
                json.WriteStartObject(name);
                json.WriteString("text", part.Text);
                json.WritePropertyName("json");
                // Both were read before, however deep they nest.
                json.WriteRawValue(part.Json.Span, skipInputValidation: true);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static async Task<bool> IsAcceptedAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MaxAnswerBytes];
        var count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        using var json = JsonDocument.Parse(buffer.AsMemory(0, count));
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("verdict", out var verdict)
            && verdict.ValueKind == JsonValueKind.True;
    }
}
