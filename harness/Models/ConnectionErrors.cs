using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace Eval.Harness.Models;

/// <summary>Makes one clear sentence, and the consequence, of a call that found no endpoint or lost it.</summary>
internal static class ConnectionErrors
{
    /// <summary>
    /// Whether an exception is told by <see cref="From"/>: the connection's, or what reading such a reply ends in. The handler tells a
    /// connection that took too long to make as a cancellation.
    /// </summary>
    public static bool Explains(Exception exception) =>
        exception is HttpRequestException or IOException or InvalidOperationException or FormatException or OverflowException
            or ArgumentException
            or NotSupportedException or RegexMatchTimeoutException or OperationCanceledException { InnerException: TimeoutException };

    /// <param name="model">Who was asked.</param>
    /// <param name="address">Where.</param>
    /// <param name="exception">What happened.</param>
    /// <param name="isAnswering">Whether the answer had begun.</param>
    public static ModelCallException From(ModelSpec model, Uri address, Exception exception, bool isAnswering)
    {
        var name = model.Source.Name;
        var broke = isAnswering ? CallBreak.Stream : CallBreak.Connection;
        var (failure, message) = exception switch
        {
            OperationCanceledException =>
                (ModelCallFailure.Provider, $"{name} ({address.Authority}) cannot be reached: no connection was made in time."),
            HttpRequestException when Inner<AuthenticationException>(exception) is { } untrusted =>
                (ModelCallFailure.Configuration,
                    $"{name} ({address.Authority}) cannot be asked safely: {Sentence(untrusted)} {WayOut(untrusted.Message)}"),
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } =>
                (ModelCallFailure.Provider,
                    $"{name} ({address.Authority}) cannot be reached, because the proxy {Proxy(address)} does not let it through: "
                        + $"{exception.Message} Check HTTPS_PROXY and NO_PROXY."),
            HttpRequestException when !isAnswering && Proxy(address) is { } proxy =>
                (ModelCallFailure.Provider,
                    $"{name} ({address.Authority}) cannot be reached through the proxy {proxy}: {exception.Message} Check HTTPS_PROXY, "
                        + "HTTP_PROXY and NO_PROXY."),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
                (ModelCallFailure.Provider,
                    $"{name} cannot be reached, because the name {address.Host} is not known: {exception.Message} Check the base address."),
            HttpRequestException when !isAnswering =>
                (ModelCallFailure.Provider, $"{name} ({address.Authority}) cannot be reached: {exception.Message}"),
            HttpRequestException or IOException =>
                (ModelCallFailure.Provider, $"the connection to {name} broke off: {Innermost(exception).Message}"),
            _ => (ModelCallFailure.Provider, $"{name} sent something that cannot be read: {exception.Message}"),
        };
        return new ModelCallException(failure, EndpointErrors.Shown(model, message),
            exception) { Break = exception is HttpRequestException or IOException or OperationCanceledException
                ? broke : CallBreak.Stream };
    }

    private static string WayOut(string message) =>
        message.Contains("NameMismatch", StringComparison.Ordinal) ? "Use the host name that its certificate is for."
        : message.Contains("NotTimeValid", StringComparison.Ordinal)
            ? "The certificate has expired or is not valid yet; is this machine's clock right?"
        : message.Contains("certificate", StringComparison.OrdinalIgnoreCase)
            ? "Where its authority is one of your own, set SSL_CERT_FILE to a PEM file with that, or add it to the system's store."
        : "Does it speak http:// instead of https://?";

    private static string Sentence(Exception exception) => Innermost(exception).Message.TrimEnd('.') + ".";

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }

    private static T? Inner<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The proxy in between, without its password; null where there is none.</summary>
    private static string? Proxy(Uri address) =>
        !address.IsLoopback && !HttpClient.DefaultProxy.IsBypassed(address) && HttpClient.DefaultProxy.GetProxy(address) is { } proxy
            ? proxy.Authority : null;
}
