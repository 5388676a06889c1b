using System.Text;
using Eval.Results.Statistics;

namespace Eval.Routing.Evaluation;

/// <summary>Tells whether two answers are the same code: equal but for blanks and line ends.</summary>
public static class AnswerFingerprint
{
    /// <summary>Returns the fingerprint; <see langword="null"/> where there is no code.</summary>
    public static ulong? Compute(string? code)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            return null;
        }

        var chars = new StringBuilder(code.Length);
        foreach (var letter in code)
        {
            if (!char.IsWhiteSpace(letter))
            {
                chars.Append(letter);
            }
        }

        return TaskFolds.Hash(chars.ToString());
    }
}
