namespace Eval.Harness.Options;

/// <summary>What an option decides about the numbers of a run: two runs are compared only where these options are equal.</summary>
internal enum Decides
{
    /// <summary>Nothing that the numbers show.</summary>
    Nothing,

    /// <summary>Which tasks are asked.</summary>
    Tasks,

    /// <summary>What a task is asked and how its answer is scored.</summary>
    Answers,
}
