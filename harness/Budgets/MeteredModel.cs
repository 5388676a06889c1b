using Eval.Harness.Models;
using Eval.Harness.Prompts;
using Eval.Results.Records;

namespace Eval.Harness.Budgets;

/// <summary>A model as one attempt asks it: each call waits until the budget has room for it, and is booked.</summary>
/// <param name="inner">The model.</param>
/// <param name="budget">The run's budget.</param>
/// <param name="planned">The attempt.</param>
/// <param name="begun">Told once, when the attempt has its share and its first call is about to be made.</param>
internal sealed class MeteredModel(IModel inner, Budget budget, PlannedAttempt planned, Action begun) : IModel
{
    private Allowance? _allowance;
    private bool _isCallGranted;

    public ModelSpec Spec => inner.Spec;

    /// <summary>Waits for the attempt's share before anything is prepared for it; else the first call does.</summary>
    /// <exception cref="BudgetEndedException">The budget has none.</exception>
    public Task BeginAsync(CancellationToken ct) => BeginAsync(PromptBuilder.Messages(planned.Task), ct);

    /// <exception cref="BudgetEndedException">The call does not fit any more, or its answer was cut for the sake of the budget.</exception>
    public async Task<Completion> CompleteAsync(ModelRequest request, CancellationToken ct)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(request.Stop, ct);
        await BeginAsync(request.Messages, waiting.Token);
        var maxTokens = _isCallGranted
            ? _allowance!.MaxOutputTokens
            : await budget.BeginCallAsync(_allowance!, Spec, request.Messages, waiting.Token);
        maxTokens = maxTokens >= Spec.Parameters.OutputLimit ? null : maxTokens;
        _isCallGranted = false;
        var bounds = CallBounds.From(Spec, request.Messages);
        Completion? answer = null;
        decimal? cost = null;
        try
        {
            answer = await inner.CompleteAsync(maxTokens is null ? request : request with { MaxOutputTokens = maxTokens }, ct);
            cost = PaidCost.From(Spec, answer);
        }
        catch (ModelCallException e)
        {
            cost = PaidCost.From(Spec, e);
            throw;
        }
        finally
        {
            budget.EndCall(_allowance!, cost, answer, answer is null ? null : bounds.InputFactorOf(Spec, answer.Usage));
        }

        if (maxTokens is null || !FinishReasons.IsCut(answer.FinishReason))
        {
            return answer;
        }

        budget.NoteCut(Spec.Name, bounds, _allowance!);
        throw new BudgetEndedException($"the budget left {maxTokens} tokens for the answer, which was longer") { CostUsd = cost };
    }

    /// <summary>Gives back what is left of the attempt's share.</summary>
    /// <param name="isWhole">Whether the attempt came to its end.</param>
    public void End(bool isWhole)
    {
        if (_allowance is { } allowance)
        {
            budget.EndAttempt(allowance, isWhole);
        }
    }

    private async Task BeginAsync(IReadOnlyList<ChatMessage> messages, CancellationToken ct)
    {
        if (_allowance is null)
        {
            _allowance = await budget.BeginAttemptAsync(planned, messages, ct);
            _isCallGranted = !budget.IsForAgent(planned);
            // The share may have come in the moment of the stop.
            ct.ThrowIfCancellationRequested();
            begun();
        }
    }
}
