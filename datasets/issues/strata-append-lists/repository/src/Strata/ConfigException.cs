namespace Strata;

/// <summary>Thrown when a setting is missing, has the wrong type or cannot be resolved.</summary>
public class ConfigException(string message) : Exception(message);

/// <summary>Thrown when a source cannot be read.</summary>
public sealed class ConfigFormatException : ConfigException
{
    internal ConfigFormatException(Origin origin, string reason)
        : base($"{origin}: {reason}")
    {
        Source = origin.Source;
        Location = origin.Location;
    }

    /// <summary>The name of the offending source.</summary>
    public new string Source { get; }

    /// <summary>The line, pointer or variable at fault.</summary>
    public string Location { get; }
}
