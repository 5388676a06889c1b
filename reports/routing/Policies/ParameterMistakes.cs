using Eval.Results.Records;

namespace Eval.Routing.Policies;

/// <summary>Finds what a policy file must not say of a model's parameters.</summary>
internal static class ParameterMistakes
{
    private static readonly string[] Framing = ["Host", "Connection", "Content-Length", "Content-Type", "Transfer-Encoding", "Upgrade",
        "Expect", "Accept"];

    /// <summary>Returns the field and what to write there; <see langword="null"/> when all is well.</summary>
    public static (string Field, string What)? Find(ModelParameters parameters)
    {
        if (parameters.Temperature is { } temperature && !(temperature >= 0))
        {
            return ("temperature", "write a number of at least 0");
        }

        if (parameters.TopP is { } topP && topP is not (> 0 and <= 1))
        {
            return ("top_p", "write a number above 0 and at most 1");
        }

        if (parameters.MaxTokens is <= 0 || parameters.MaxCompletionTokens is <= 0)
        {
            return (parameters.MaxTokens is <= 0 ? "max_tokens" : "max_completion_tokens", "write a number of at least 1");
        }

        if (parameters.ExtraBody.Keys.FirstOrDefault(ModelParameters.IsOwnField) is { } own)
        {
            return ($"extra_body.{own}", "take it out: a request sets this field itself");
        }

        foreach (var (name, value) in parameters.Headers)
        {
            if (Framing.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return ($"headers.{name}", "take it out: a request sets this header itself");
            }

            if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
            {
                return ("headers", "a header's name holds letters, digits and dashes only");
            }

            if (value is null || value.Any(letter => letter is < ' ' or > '~'))
            {
                return ($"headers.{name}", "write one line of printable ASCII");
            }
        }

        if (parameters.Query.FirstOrDefault(pair => pair.Value is null).Key is { } empty)
        {
            return ($"query.{empty}", "write a text");
        }

        // What it says is not repeated.
        return SecretField(parameters) is { } secret
            ? (secret, "this looks like a secret, which a policy file must not hold; "
                + "the configuration names the environment variable that holds it")
            : null;
    }

    /// <summary>Returns the parameters without what looks like a secret: runs of earlier versions may hold such fields.</summary>
    public static ModelParameters WithoutSecrets(ModelParameters parameters) => SecretField(parameters) is null
        ? parameters
        : parameters with
        {
            ExtraBody = parameters.ExtraBody.Where(field => !SecretText.IsField(field.Key, field.Value)).ToDictionary(),
            Query = parameters.Query.Where(pair => !IsSecret(pair)).ToDictionary(),
            Headers = parameters.Headers.Where(pair => !IsSecret(pair)).ToDictionary(),
        };

    private static string? SecretField(ModelParameters parameters) =>
        parameters.ExtraBody.Where(field => SecretText.IsField(field.Key, field.Value)).Select(field => $"extra_body.{field.Key}")
            .Concat(parameters.Query.Where(IsSecret).Select(pair => $"query.{pair.Key}"))
            .Concat(parameters.Headers.Where(IsSecret).Select(pair => $"headers.{pair.Key}"))
            .FirstOrDefault();

    private static bool IsSecret(KeyValuePair<string, string> pair) => SecretText.IsName(pair.Key) || SecretText.IsValue(pair.Value);
}
