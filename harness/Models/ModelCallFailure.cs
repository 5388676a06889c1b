namespace Eval.Harness.Models;

/// <summary>Why a call failed, and so what follows from it.</summary>
internal enum ModelCallFailure
{
    /// <summary>408, 409, 425, 429, 5xx, connection lost, stream cut, deadline: provider_error after all retries.</summary>
    Provider,

    /// <summary>400 because the prompt is too long: counts as a wrong answer.</summary>
    ContextWindow,

    /// <summary>400 or 200 with a content filter: counts as refused.</summary>
    ContentFilter,

    /// <summary>401, 403, 404 or another mistake of ours: ends the run for this model.</summary>
    Configuration,
}
