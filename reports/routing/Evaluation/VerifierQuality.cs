using Eval.Results.Statistics;
using Eval.Routing.Policies;

namespace Eval.Routing.Evaluation;

/// <summary>How far a verifier can be trusted on one model's answers.</summary>
public sealed record VerifierQuality
{
    /// <summary>Gets the model whose answers were verified.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the verifier.</summary>
    public required Verifier Verifier { get; init; }

    /// <summary>Gets the share of right answers that are accepted; <see langword="null"/> when no answer was right.</summary>
    public Estimate? TrueAccept { get; init; }

    /// <summary>Gets the share of wrong answers that are accepted; <see langword="null"/> when no answer was wrong.</summary>
    public Estimate? FalseAccept { get; init; }

    /// <summary>Gets the share of accepted answers that are right; <see langword="null"/> when none was accepted.</summary>
    public Estimate? Precision { get; init; }

    /// <summary>Gets the share of answers that the verifier could look at: a task without visible tests gives it nothing.</summary>
    public double Coverage { get; init; }

    /// <summary>Gets the errors in the form a replay takes.</summary>
    public VerifierErrors? Errors => FalseAccept is { } accepted && TrueAccept is { } right
        ? new VerifierErrors(accepted.Value, 1 - right.Value) : null;

    /// <summary>Measures a verifier.</summary>
    public static VerifierQuality Measure(string model, Verifier verifier, IReadOnlyList<RoutedTask> tasks)
    {
        // A cascade that ends with the same model: what is not escalated was accepted.
        var cascade = new CascadePolicy([new CascadeStage(new SinglePolicy(model), [verifier]),
            new CascadeStage(new SinglePolicy(model), [])]);
        var (right, acceptedRight, wrong, acceptedWrong, seen, answers) = (0, 0, 0, 0, 0, 0);
        var (follower, paths) = (new PolicyFollower(cascade, new ReplayAssumptions()), new List<ReplayedPath>());
        foreach (var task in tasks)
        {
            // One way for each sample: nothing here is left to chance.
            follower.Follow(task, paths);
            for (var sample = 0; sample < task.Cells[model].Count; sample++)
            {
                var cell = task.Cells[model][sample];
                if (!cell.IsAnswered)
                {
                    continue;
                }

                var path = paths[sample];
                var isAccepted = !path.IsEscalated;
                answers++;
                seen += CanLook(verifier, cell) ? 1 : 0;
                var passes = isAccepted ? path.Passed : cell.Passed;
                right += passes ? 1 : 0;
                wrong += passes ? 0 : 1;
                acceptedRight += passes && isAccepted ? 1 : 0;
                acceptedWrong += !passes && isAccepted ? 1 : 0;
            }
        }

        return new VerifierQuality
        {
            Model = model,
            Verifier = verifier,
            TrueAccept = WilsonInterval.Compute(acceptedRight, right),
            FalseAccept = WilsonInterval.Compute(acceptedWrong, wrong),
            Precision = WilsonInterval.Compute(acceptedRight, acceptedRight + acceptedWrong),
            Coverage = answers == 0 ? 0 : (double)seen / answers,
        };
    }

    private static bool CanLook(Verifier verifier, OutcomeCell cell) => verifier.Kind switch
    {
        VerifierKind.PublicTests => cell.PublicTestsPassed is not null,
        VerifierKind.ExistingTests => cell.ExistingTestsPassed is not null,
        VerifierKind.SelfConsistency => cell.Fingerprint is not null,
        VerifierKind.Webhook => verifier.Runs is { } runs and not VerifierKind.Webhook && CanLook(verifier with { Kind = runs }, cell),
        _ => true,
    };
}
