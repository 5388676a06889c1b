using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Prompts;
using Eval.Harness.Routing;
using Eval.Results.Records;

namespace Eval.Harness.Budgets;

/// <summary>What is known of a call's cost before it is made.</summary>
/// <param name="MaxUsd">What it costs at most by price, prompt and token limit, or assumed longest answer; null where no price is
/// known.</param>
/// <param name="UsualMaxUsd">The same with a usual longest answer in the place of the assumed one.</param>
/// <param name="IsLimited">Whether a token limit holds.</param>
/// <param name="InputTokens">The prompt's tokens, estimated.</param>
/// <param name="InputUsd">What the prompt costs.</param>
/// <param name="OutputTokenUsd">What a token of the answer costs; 0 where the answer cannot be kept short by us.</param>
internal sealed record CallBounds(decimal? MaxUsd, decimal UsualMaxUsd, bool IsLimited, int InputTokens, decimal InputUsd,
    decimal OutputTokenUsd)
{
    /// <summary>How long an answer without a token limit is at most: models that think aloud come near it.</summary>
    private const int AssumedMaxOutputTokens = 32_000;

    /// <summary>How long most models' answers are at most.</summary>
    private const int UsualMaxOutputTokens = 2000;

    private const int CharsPerToken = 4;
    private const int TokensPerMessage = 4;

    public static CallBounds From(ModelSpec model, IReadOnlyList<ChatMessage> messages)
    {
        var input = TokensOf(messages);
        var isLimited = model.Parameters.OutputLimit is not null;
        if (model.Source is PolicySource policy)
        {
            decimal MaxUsd(int tokens) =>
                PolicyBounds.Max(policy.Policy, name => MaxOf(policy.Asked.First(asked => asked.Name == name), input, tokens) ?? 0);
            return new CallBounds(MaxUsd(AssumedMaxOutputTokens), MaxUsd(UsualMaxOutputTokens), isLimited, input, 0, 0);
        }

        return new CallBounds(
            MaxOf(model, input, AssumedMaxOutputTokens),
            MaxOf(model, input, UsualMaxOutputTokens) ?? 0,
            isLimited,
            input,
            CostOf(model, input, 0) ?? 0,
            CostOf(model, 0, 1) ?? 0);
    }

    /// <summary>Returns how much dearer than estimated a prompt turned out; null where that is not told.</summary>
    public decimal? InputFactorOf(ModelSpec model, Usage usage) =>
        InputUsd > 0 && !usage.IsEstimated && model.Price?.CostUsd(usage with { OutputTokens = 0 }) is > 0 and var paid
            ? paid / InputUsd : null;

    /// <summary>The usual rule of thumb for English and code.</summary>
    public static int TokensOf(EvalTask task) => TokensOf(PromptBuilder.Messages(task));

    /// <summary>Returns how long an answer may be so that the call costs no more; null where that cannot be said.</summary>
    /// <param name="usd">What the call may cost.</param>
    /// <param name="inputFactor">How much dearer than estimated prompts turned out; null while none has been seen.</param>
    public int? OutputTokensFor(decimal usd, decimal? inputFactor)
    {
        var left = usd - (InputUsd * (inputFactor ?? 1));
        return OutputTokenUsd <= 0 ? null : left <= 0 ? 0 : (int)Math.Min(int.MaxValue, decimal.Floor(left / OutputTokenUsd));
    }

    private static int TokensOf(IEnumerable<ChatMessage> messages) =>
        messages.Sum(message => (message.Content.Length / CharsPerToken) + TokensPerMessage);

    private static decimal? MaxOf(ModelSpec model, int inputTokens, int assumedOutputTokens) =>
        CostOf(model, inputTokens, model.Parameters.OutputLimit ?? assumedOutputTokens);

    private static decimal? CostOf(ModelSpec model, int inputTokens, int outputTokens) =>
        model.Price?.CostUsd(new Usage { InputTokens = inputTokens, OutputTokens = outputTokens });
}
