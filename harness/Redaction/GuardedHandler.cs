using System.Net.Http.Headers;

namespace Eval.Harness.Redaction;

/// <summary>
/// The boundary to endpoints: nothing of a response goes past it with a key in it, neither head nor body nor what an exception quotes of
/// it.
/// </summary>
/// <param name="inner">Sends.</param>
/// <param name="guard">Knows the keys.</param>
internal sealed class GuardedHandler(HttpMessageHandler inner, KeyGuard guard) : DelegatingHandler(inner)
{
    /// <summary>Returns a text without keys; null where it holds none.</summary>
    public static string? Redacted(KeyGuard guard, string text, string endpoint = "the endpoint") =>
        guard.Redact(text, endpoint) is var clean && !ReferenceEquals(clean, text) ? clean : null;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var endpoint = request.RequestUri!.Authority;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            Clean(response.Headers, endpoint);
            response.ReasonPhrase = response.ReasonPhrase is { } reason ? guard.Redact(reason, endpoint) : null;
            response.Content = new GuardedContent(response.Content, guard, endpoint);
            return response;
        }
        catch (HttpRequestException e) when (Redacted(guard, e.ToString(), endpoint) is not null)
        {
            // What came before an answer could be read, an invalid status line for instance, is quoted by it.
            throw new HttpRequestException(e.HttpRequestError, guard.Redact(e.Message, endpoint));
        }
    }

    private void Clean(HttpResponseHeaders headers, string endpoint)
    {
        foreach (var (name, values) in headers.NonValidated.ToList())
        {
            var clean = values.Select(value => guard.Redact(value, endpoint)).ToList();
            var isNameClean = Redacted(guard, name, endpoint) is null;
            if (!isNameClean || !clean.SequenceEqual(values))
            {
                headers.Remove(name);
                headers.TryAddWithoutValidation(isNameClean ? name : KeyGuard.Marker, clean);
            }
        }
    }
}
