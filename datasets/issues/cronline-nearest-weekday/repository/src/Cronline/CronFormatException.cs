namespace Cronline;

/// <summary>Thrown when a cron expression cannot be parsed.</summary>
public sealed class CronFormatException : FormatException
{
    public CronFormatException(string message)
        : base(message)
    {
    }

    internal CronFormatException(FieldSpec field, string text, string reason)
        : base($"Invalid {field.Name} field '{text}': {reason}.")
    {
        Field = field.Name;
    }

    /// <summary>The name of the offending field, or null if the whole expression is malformed.</summary>
    public string? Field { get; }
}
