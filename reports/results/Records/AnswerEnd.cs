namespace Eval.Results.Records;

/// <summary>What a finish reason says of an answer.</summary>
public enum AnswerEnd
{
    /// <summary>There is no reason yet: the answer goes on, or was broken off.</summary>
    None,

    /// <summary>The model came to its end.</summary>
    Complete,

    /// <summary>A limit of tokens ended it.</summary>
    Cut,

    /// <summary>A filter of the endpoint ended it.</summary>
    Filtered,

    /// <summary>The endpoint failed; what came is no answer.</summary>
    Failed,

    /// <summary>A word that nobody here knows and that names neither a limit, a filter nor a failure.</summary>
    Unknown,
}
