using Eval.Results.Records;

namespace Eval.Harness.Configuration;

/// <summary>Reads the address of an endpoint as people paste it.</summary>
internal static class EndpointAddress
{
    private const string Completions = "/chat/completions";

    /// <summary>Returns the address up to and without <c>/chat/completions</c>, with its query.</summary>
    /// <param name="setting">Where it was written, for the message.</param>
    /// <param name="text">What was written.</param>
    /// <exception cref="FormatException">It is none, or holds a secret, which is not repeated.</exception>
    public static Uri Parse(string setting, string text)
    {
        if (Mistake(text, out var address) is { } mistake)
        {
            throw new FormatException($"{setting}: {mistake}");
        }

        return address!;
    }

    /// <summary>Returns what is wrong with an address, in a sentence without its beginning; null for one that can be used.</summary>
    public static string? Mistake(string text, out Uri? address)
    {
        address = null;
        var trimmed = text.Trim();
        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            // Behind an @ or in a query may stand what nobody should read.
            return trimmed.IndexOfAny(['@', '?', '#']) >= 0 || SecretText.IsValue(trimmed)
                ? "this is not an http or https address."
                : $"'{trimmed}' is not an http or https address"
                    + (trimmed.Contains("://", StringComparison.Ordinal) ? "." : "; write it with https:// or http:// in front.");
        }

        if (uri.UserInfo.Length > 0)
        {
            return "the address holds a user name or a password, which runs would store and reports would show; take it out, and "
                + "send it as "
                + "a header: \"headersEnv\": { \"Authorization\": \"NAME\" } in eval.json, where the environment variable NAME holds "
                + "Basic and the encoded pair.";
        }

        if (uri.Fragment.Length > 0)
        {
            return "the address holds a #, and nothing behind it would be sent; take it out, or write it as %23.";
        }

        if (Query(uri).Any(part => SecretText.IsName(part.Name) || SecretText.IsValue(part.Name) || SecretText.IsValue(part.Value)))
        {
            return "the query of the address holds what looks like a key, which would be shown; take it out, and name the environment "
                + "variable that holds it: \"apiKeyEnv\" or \"headersEnv\" in eval.json.";
        }

        var whole = uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
        address = whole.EndsWith(Completions, StringComparison.OrdinalIgnoreCase) ? new Uri(whole[..^Completions.Length] + uri.Query) : uri;
        return null;
    }

    /// <summary>Returns the address of a path below another one, which keeps its query.</summary>
    /// <param name="address">The address, with or without a query.</param>
    /// <param name="path">The path.</param>
    /// <param name="parameters">Further parameters; they replace those of the same name.</param>
    public static Uri Below(Uri address, string path, IReadOnlyDictionary<string, string> parameters)
    {
        var own = Query(address).ToList();
        var kept = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Zip(own)
            .Where(part => parameters.GetValueOrDefault(part.Second.Name, part.Second.Value) == part.Second.Value)
            .Select(part => part.First);
        var added = parameters.Where(pair => !own.Contains((pair.Key, pair.Value)))
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}");
        var query = string.Join('&', kept.Concat(added));
        return new Uri($"{address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}{(query.Length > 0 ? "?" : "")}{query}");
    }

    /// <summary>Returns the parameters of an address with further ones, which replace those of the same name.</summary>
    public static IReadOnlyDictionary<string, string> QueryOf(Uri address, IReadOnlyDictionary<string, string> parameters)
    {
        var query = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Query(address).Concat(parameters.Select(pair => (pair.Key, pair.Value))))
        {
            query[name] = value;
        }

        return query;
    }

    private static IEnumerable<(string Name, string Value)> Query(Uri uri) => uri.Query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2))
        .Select(pair => (Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""));
}
