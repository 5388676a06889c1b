namespace Eval.Harness.Models;

/// <summary>Why a call failed, and so what follows from it.</summary>
internal enum ModelCallFailure
{
    /// <summary>408, 409, 425, 429, 498, 5xx, connection lost, stream cut, deadline: provider_error after all retries.</summary>
    Provider,

    /// <summary>The prompt is too long for the model: counts as a wrong answer.</summary>
    ContextWindow,

    /// <summary>A content filter refused the prompt or ended the answer: counts as refused.</summary>
    ContentFilter,

    /// <summary>
    /// 400, 403, 413 and the like: refused for a reason that may lie in this prompt or in how the model is asked at all. Not tried again;
    /// provider_error of this attempt. Only several prompts in a row that are refused alike before any was answered end the run for the
    /// model.
    /// </summary>
    Prompt,

    /// <summary>401, 402, 404, no credit, no trust or another mistake of ours: ends the run for this model.</summary>
    Configuration,
}
