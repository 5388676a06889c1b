using Eval.Harness.Replies;
using Eval.Results.Records;

namespace Eval.Harness.Scoring;

/// <summary>What became of an answer.</summary>
internal sealed record ScoredAnswer
{
    public required Verdict Verdict { get; init; }

    /// <summary>Why, in one line; null for a pass.</summary>
    public string? Error { get; init; }

    /// <summary>Why the verdict says nothing about the answer: the data set's own text cannot be used; null where it can.</summary>
    public string? UnfitReason { get; init; }

    /// <summary>The code that was scored.</summary>
    public string Code { get; init; } = "";

    /// <summary>Why that code was chosen, and among how many pieces of the reply; null for other tasks.</summary>
    public (AnswerRank Rank, int Candidates)? Choice { get; init; }

    /// <summary>Diagnostics, failed checks and what was printed.</summary>
    public string? Output { get; init; }

    /// <summary>How a patch fared; null for other tasks.</summary>
    public IssueGrading? Grading { get; init; }

    public int? TestsPassed { get; init; }

    public int? TestsTotal { get; init; }

    public bool? VisibleTestsPassed { get; init; }

    public string? Sandbox { get; init; }

    public string? Isolation { get; init; }

    /// <summary>What decided the verdict; null where nothing was run.</summary>
    public VerdictOrigin? VerdictOrigin { get; init; }

    /// <summary>Why assertions were decided in the answer's own process; null where they were not.</summary>
    public string? InsideReason { get; init; }

    public TimeSpan? Execution { get; init; }

    /// <summary>
    /// Returns what became of an answer whose reply did not come to its end: half of it says what ended it, not what the model can do.
    /// </summary>
    public ScoredAnswer WithEndOf(Reply reply) => Verdict == Verdict.Passed || !Verdict.IsAnswered() ? this
        : reply.IsCut ? this with { Verdict = Verdict.Truncated, Error = "cut at the token limit; " + Error }
        : reply.IsFiltered ? this with { Verdict = Verdict.Refused, Error = "the provider's content filter cut the reply; " + Error }
        : this;
}
