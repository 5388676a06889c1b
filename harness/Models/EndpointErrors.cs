using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Eval.Datasets;
using Eval.Harness.Redaction;

namespace Eval.Harness.Models;

/// <summary>
/// Makes one clear sentence, and the consequence, of an endpoint's refusal. Never repeats a key, also when the endpoint does.
/// </summary>
internal static partial class EndpointErrors
{
    private const int MaxChars = 300;
    private const int MaxReasonChars = 80;
    private const int MaxBodyBytes = 64 << 10;
    private const int MaxPageBytes = 16 << 10;

    /// <summary>The status says all that decides; its explanation is not waited for longer.</summary>
    private static readonly TimeSpan BodyTime = TimeSpan.FromSeconds(5);

    /// <summary>Reads what an endpoint says about a refusal, as far as it comes.</summary>
    public static async Task<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(BodyTime);
        var buffer = new byte[MaxBodyBytes];
        var count = 0;
        try
        {
            await using var body = await ReplyBody.OpenAsync(response, static () => { }, limit.Token);
            while (count < buffer.Length && await body.Content.ReadAsync(buffer.AsMemory(count), limit.Token) is var read and > 0)
            {
                count += read;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // What has come is said.
        }

        return Encoding.UTF8.GetString(buffer, 0, count);
    }

    /// <param name="model">Who was asked.</param>
    /// <param name="response">The response, whose status says that there is no answer.</param>
    /// <param name="body">What it said about it.</param>
    /// <param name="time">The clock by which waits are counted.</param>
    public static ModelCallException FromStatus(ModelSpec model, HttpResponseMessage response, string body, TimeProvider time)
    {
        var status = (int)response.StatusCode;
        var error = EndpointError.Parse(body);
        var location = response.Headers.Location is { } elsewhere ? " to " + Shown(model, elsewhere.ToString()) : "";
        var (failure, message) = Classify(model, status, error, Address(response, model), location);
        return new ModelCallException(failure, message)
        {
            Status = status,
            RetryAfter = RetryHint.Read(response.Headers, status, error, time),
            Body = WithoutKey(model, body),
            Reason = ReasonOf(status, error),
        };
    }

    /// <summary>An error that stands where an answer should, in a response whose status is 200.</summary>
    public static ModelCallException InStream(ModelSpec model, EndpointError error, HttpResponseMessage response, TimeProvider time)
    {
        var status = error.Status ?? StatusOf(error) ?? (RefusalRules.IsOutOfCredit(error) ? 402
            : RefusalRules.IsContextWindow(error) || RefusalRules.IsContentFilter(error) ? 400
            : null);
        var (failure, message) = status is { } reported and not 404
            ? Classify(model, reported, error, Address(response, model), "")
            : (ModelCallFailure.Provider, $"{model.Source.Name} sent an error in place of an answer: {Detail(model, error)}");
        return new ModelCallException(failure, message)
        {
            Break = CallBreak.Stream,
            RetryAfter = RetryHint.Read(response.Headers, status ?? 200, error, time),
            Reason = ReasonOf(status ?? 200, error),
        };
    }

    /// <summary>A web page where an answer should be: something else answers at the address. Its title stands near its beginning.</summary>
    public static async Task<ModelCallException> WebPageAsync(ModelSpec model, Uri address, Stream body, CancellationToken ct)
    {
        var page = new byte[MaxPageBytes];
        var count = await body.ReadAtLeastAsync(page, page.Length, throwOnEndOfStream: false, ct);
        var html = Encoding.UTF8.GetString(page, 0, count);
        var message = $"{Shown(address)} answered with {EndpointError.PageTitle(html)}, not with a model's reply; "
            + $"{BaseHint(model.Endpoint)}.";
        return new ModelCallException(ModelCallFailure.Configuration, Shown(model, message)) { Break = CallBreak.Stream };
    }

    /// <summary>Bytes that nobody here can read, and that would come the same way again.</summary>
    public static ModelCallException Coded(ModelSpec model, string coding)
    {
        var message = $"{model.Source.Name} packs its answers as '{coding}', which was not asked for and cannot be read here; "
            + "what stands in between has to stop that.";
        return new ModelCallException(ModelCallFailure.Configuration, Shown(model, message)) { Break = CallBreak.Stream };
    }

    /// <summary>Removes the key and passwords in addresses, and cuts to a line.</summary>
    public static string Shown(ModelSpec model, string text)
    {
        var line = Password().Replace(WithoutKey(model, TextLines.OnOneLine(text).Trim()), "//***@");
        return line.Length > MaxChars ? line[..MaxChars] + "…" : line;
    }

    /// <summary>Returns an address without what may be secret in it.</summary>
    public static string Shown(Uri address) => $"{address.Scheme}://{address.Authority}{address.AbsolutePath}";

    /// <summary>
    /// Removes what is left of a key that an endpoint repeats in part; whole ones do not come past the boundary to endpoints.
    /// </summary>
    private static string WithoutKey(ModelSpec model, string text) => model.Secrets.Aggregate(text, Without);

    private static string Without(string text, Secret secret)
    {
        if (secret.Reveal() is not { Length: > 3 } key)
        {
            return text;
        }

        var clean = text.Replace(key, "***", StringComparison.Ordinal);
        // Some endpoints repeat a key in part.
        return key.Length > 12
            ? clean.Replace(key[..8], "***", StringComparison.Ordinal).Replace(key[^8..], "***", StringComparison.Ordinal) : clean;
    }

    private static (ModelCallFailure Failure, string Message) Classify(ModelSpec model, int status, EndpointError error, Uri address,
        string location)
    {
        var provider = model.Endpoint;
        var variable = provider.ApiKeyVariable ?? "the key's variable";
        var detail = Detail(model, error);
        return status switch
        {
            >= 300 and < 400 => (ModelCallFailure.Configuration,
                $"{provider.Name} ({provider.BaseUrl.Authority}) redirects ({status}){location}; set the base URL to the address that "
                    + "answers itself."),
            401 => (ModelCallFailure.Configuration, $"{provider.Name} refuses the key (401); check {variable}. It says: {detail}"),
            402 => (ModelCallFailure.Configuration, $"{provider.Name} wants payment (402); check plan and billing. It says: {detail}"),
            _ when RefusalRules.IsOutOfCredit(error) =>
                (ModelCallFailure.Configuration,
                    $"{provider.Name} has no credit left for this key ({status}); check plan and billing. It says: {detail}"),
            404 when RefusalRules.IsAboutModel(error, model.RequestedModel) => (ModelCallFailure.Configuration,
                $"{provider.Name} does not know the model '{model.RequestedModel}' (404); 'models --provider {provider.Name}' lists what "
                    + $"it has. It says: {detail}"),
            404 or 405 or 410 => (ModelCallFailure.Configuration,
                $"nothing answers at {Shown(address)} ({status}); {BaseHint(provider)}. It says: {detail}"),
            413 or 429 when RefusalRules.IsLargerThanLimit(error) =>
                (ModelCallFailure.Prompt, $"{provider.Name} never takes a request of this size ({status}): {detail}"),
            429 => (ModelCallFailure.Provider, $"{provider.Name} answered {status} {(HttpStatusCode)status}: {detail}"),
            not 403 when RefusalRules.IsContextWindow(error) =>
                (ModelCallFailure.ContextWindow, $"the prompt is longer than {model.RequestedModel} can handle: {detail}"),
            400 or 403 or 422 when RefusalRules.IsAboutAccess(error) => (ModelCallFailure.Configuration,
                $"{provider.Name} gives this key no access to {model.RequestedModel} ({status}); check {variable}, plan and the model's "
                    + $"name. It says: {detail}"),
            < 500 when RefusalRules.IsContentFilter(error) =>
                (ModelCallFailure.ContentFilter, $"{provider.Name}'s content filter refused the prompt: {detail}"),
            403 => (ModelCallFailure.Prompt,
                $"{provider.Name} does not allow this request (403), for what it says or because this key may not use "
                    + $"{model.RequestedModel}: {detail}"),
            408 or 409 or 425 or 498 or >= 500 =>
                (ModelCallFailure.Provider, $"{provider.Name} answered {status} {(HttpStatusCode)status}: {detail}"),
            400 or 422 when RefusalRules.IsForNow(error) =>
                (ModelCallFailure.Provider, $"{provider.Name} answered {status} {(HttpStatusCode)status}: {detail}"),
            _ => (ModelCallFailure.Prompt, $"{provider.Name} refuses the request ({status}): {detail}"),
        };
    }

    /// <summary>The status that an error's name stands for; null where it may be anything.</summary>
    private static int? StatusOf(EndpointError error) => error.Names.Select(name => name.ToLowerInvariant() switch
    {
        "invalid_request_error" or "badrequesterror" or "invalid_argument" => 400,
        "authentication_error" or "unauthenticated" => 401,
        "permission_error" or "permission_denied" => 403,
        _ => (int?)null,
    }).FirstOrDefault(status => status is not null);

    private static string Detail(ModelSpec model, EndpointError error)
    {
        var names = error.Names
            .Where(name => !int.TryParse(name, out _) && !error.Message.Contains(name, StringComparison.OrdinalIgnoreCase)).Distinct();
        return Shown(model, string.Join(' ', names.Prepend(error.Message)));
    }

    /// <summary>
    /// Two refusals with the same reason are the same refusal of other prompts: words with digits and what is quoted aside.
    /// </summary>
    private static string ReasonOf(int status, EndpointError error)
    {
        var said = string.Join(' ', error.Names.Append(Variable().Replace(RefusalRules.Head(error), "")));
        return $"{status} {(said.Length > MaxReasonChars ? said[..MaxReasonChars] : said)}";
    }

    private static Uri Address(HttpResponseMessage response, ModelSpec model) =>
        response.RequestMessage?.RequestUri ?? model.Endpoint.BaseUrl;

    private static string BaseHint(ProviderSpec provider) => Version().IsMatch(provider.BaseUrl.AbsolutePath)
        ? $"check the base address {Shown(provider.BaseUrl)}"
        : $"base addresses usually end with /v1, and this one is {Shown(provider.BaseUrl)}";

    [GeneratedRegex(@"/v\d+[a-z0-9]*(/|$)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Version();

    [GeneratedRegex(@"//[^/@\s]+@", RegexOptions.None, 1000)]
    private static partial Regex Password();

    [GeneratedRegex("'[^']{0,200}'|\"[^\"]{0,200}\"|`[^`]{0,200}`|\\S*\\d\\S*", RegexOptions.None, 1000)]
    private static partial Regex Variable();
}
