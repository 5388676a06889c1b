using Eval.Results.Records;

namespace Eval.Reports.Tests.Records;

public sealed class FinishReasonsTests
{
    [Theory]
    [InlineData(AnswerEnd.None, null, "", "  ", "null", "None", "FINISH_REASON_UNSPECIFIED", "not_finished")]
    [InlineData(AnswerEnd.Complete, "stop", "STOP", "Stop", "eos", "eos_token", "end_turn", "END_TURN", "stop_sequence", "COMPLETE",
        "finished", "tool_calls", "tool-calls", "TOOL_CALL", "function_call", "tool_use")]
    [InlineData(AnswerEnd.Cut, "length", "LENGTH", "max_tokens", "MAX_TOKENS", "max_output_tokens", "model_length",
        "model_context_window_exceeded", "token_limit", "max_length_reached", "ERROR_LIMIT")]
    [InlineData(AnswerEnd.Filtered, "content_filter", "CONTENT_FILTERED", "SAFETY", "safety", "recitation", "refusal", "PROHIBITED_CONTENT",
        "BLOCKLIST", "SPII", "sensitive", "guardrail_intervened", "policy_violation", "ERROR_TOXIC")]
    [InlineData(AnswerEnd.Failed, "error", "ERROR", "abort", "aborted", "cancelled", "insufficient_system_resource", "network_error",
        "upstream_error", "timeout", "timed_out", "TIME_LIMIT", "server_overloaded", "internal-server-error", "rate_limit",
        "engine_crashed")]
    [InlineData(AnswerEnd.Unknown, "sunset", "repetition", "other", "OTHER")]
    public void A_word_means_the_same_in_every_spelling(AnswerEnd end, params string?[] reasons) =>
        Assert.All(reasons, reason => Assert.Equal(end, FinishReasons.Classify(reason)));

    [Theory]
    [InlineData("step_limit")]
    [InlineData("cost_limit")]
    [InlineData("time_limit")]
    [InlineData("context_window")]
    [InlineData("format_errors")]
    [InlineData("request_rejected")]
    [InlineData("container_lost")]
    [InlineData("submitted")]
    public void What_ends_an_agent_is_no_cut_of_an_answer(string exit) =>
        Assert.False(FinishReasons.IsCut(exit) || FinishReasons.IsFiltered(exit));
}
