using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Routing;
using Eval.Harness.Scoring;
using Eval.Reports.Records;

namespace Eval.Harness.Budgets;

/// <summary>What is known of a call's cost before it is made.</summary>
/// <param name="MaxUsd">What it costs at most by price, prompt and token limit; null where no price is known.</param>
/// <param name="IsLimited">Whether a token limit holds; else the longest answer is assumed.</param>
/// <param name="InputTokens">The prompt's tokens, estimated.</param>
/// <param name="InputUsd">What the prompt costs.</param>
/// <param name="OutputTokenUsd">What a token of the answer costs; 0 where the answer cannot be kept short by us.</param>
internal sealed record CallBounds(decimal? MaxUsd, bool IsLimited, int InputTokens, decimal InputUsd, decimal OutputTokenUsd)
{
    /// <summary>Assumed output tokens of a call without a token limit.</summary>
    private const int AssumedOutputTokens = 2000;

    private const int CharsPerToken = 4;
    private const int TokensPerMessage = 4;

    public static CallBounds From(ModelSpec model, IReadOnlyList<ChatMessage> messages)
    {
        var input = TokensOf(messages);
        var isLimited = model.MaxOutputTokens is not null;
        if (model.Policy is { } policy)
        {
            var most = PolicyBounds.Most(policy.Policy, name => MaxOf(model.Asked.First(asked => asked.Name == name), input) ?? 0);
            return new CallBounds(most, isLimited, input, 0, 0);
        }

        return new CallBounds(MaxOf(model, input), isLimited, input, CostOf(model, input, 0) ?? 0, CostOf(model, 0, 1) ?? 0);
    }

    /// <summary>The usual rule of thumb for English and code.</summary>
    public static int TokensOf(EvalTask task) => TokensOf(PromptBuilder.Messages(task));

    /// <summary>Returns how long an answer may be so that the call costs no more; null where that cannot be said.</summary>
    /// <param name="usd">What the call may cost.</param>
    /// <param name="inputFactor">How much longer than estimated prompts turned out; null while none has been seen.</param>
    public int? OutputTokensFor(decimal usd, decimal? inputFactor)
    {
        var left = usd - (InputUsd * (inputFactor ?? 1));
        return OutputTokenUsd <= 0 ? null : left <= 0 ? 0 : (int)Math.Min(int.MaxValue, decimal.Floor(left / OutputTokenUsd));
    }

    private static int TokensOf(IEnumerable<ChatMessage> messages) =>
        messages.Sum(message => (message.Content.Length / CharsPerToken) + TokensPerMessage);

    private static decimal? MaxOf(ModelSpec model, int inputTokens) =>
        CostOf(model, inputTokens, model.MaxOutputTokens ?? AssumedOutputTokens);

    private static decimal? CostOf(ModelSpec model, int inputTokens, int outputTokens) =>
        model.Price?.CostUsd(new Usage { InputTokens = inputTokens, OutputTokens = outputTokens });
}
