using System.Text.Json;

namespace Eval.Harness.Serving;

/// <summary>
/// The names of a request's fields, each once: endpoints differ in which of two they read, and some in whether letter case counts, so that
/// this proxy and the endpoint would read two requests in one.
/// </summary>
internal sealed class FieldNames
{
    private static readonly string[] Known = ["model", "messages", "stream", "metadata"];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Takes the name at which a reader stands.</summary>
    /// <exception cref="FormatException">It is there already, or is one of those that are read here, written differently.</exception>
    public void Take(ref Utf8JsonReader reader)
    {
        string name;
        try
        {
            name = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("The name of one of the request's fields is no valid text.");
        }

        var plain = Folded(name);
        if (Known.Contains(plain) && name != plain)
        {
            throw new FormatException($"The request spells \"{plain}\" in another case; write it in lower case.");
        }

        if (!_seen.Add(plain))
        {
            throw new FormatException(Known.Contains(plain) ? $"The request has \"{plain}\" twice; name it once."
                : "The request has a field twice, letter case aside; name each once.");
        }
    }

    /// <summary>Returns whether the request has the field.</summary>
    public bool Contains(string name) => _seen.Contains(Folded(name));

    /// <summary>As readers fold that do not look at letter case: the long s and the sign of Kelvin are letters to them.</summary>
    private static string Folded(string name) =>
        name.ToLowerInvariant().Replace('\u017f', 's').Replace('\u212a', 'k');
}
