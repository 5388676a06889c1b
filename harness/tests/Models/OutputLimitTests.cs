using Eval.Harness.Models;

namespace Eval.Harness.Tests.Models;

public sealed class OutputLimitTests
{
    [Theory]
    [InlineData(100_000, 16384,
        "max_tokens is too large: 100000. This model supports at most 16384 completion tokens, whereas you provided 100000.")]
    [InlineData(100_000, 8192, "max_tokens: 100000 > 8192, which is the maximum allowed number of output tokens for claude")]
    [InlineData(40_000, 32768, "`max_tokens` must be less than or equal to `32768`, the maximum value for `max_tokens` is less than the "
        + "`context_window` for this model")]
    [InlineData(10_000, 8192, "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]")]
    [InlineData(100_000, 8192,
        "it has a maxOutputTokens value of 100000 but the supported range is from 1 (inclusive) to 8193 (exclusive)")]
    [InlineData(4000, 2000, "The requested max_tokens is too high for this model.")]
    public void A_number_that_no_prompt_may_have_is_found(int sent, int expected, string message) =>
        Assert.Equal(new OutputLimit.Found(expected, IsOfPrompt: false), Read(sent, message));

    [Theory]
    [InlineData(4097, 3096, "This model's maximum context length is 4096 tokens. However, you requested 5097 tokens (1000 in the messages, "
        + "4097 in the completion). Please reduce the length of the messages or completion.")]
    [InlineData(8192, 6692, "'max_tokens' or 'max_completion_tokens' is too large: 8192. This model's maximum context length is 8192 "
        + "tokens and your request has 1500 input tokens (8192 > 8192 - 1500).")]
    [InlineData(20_000, 10_000, "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length or "
        + "`max_tokens` and try again")]
    [InlineData(32_000, 31_768, "This endpoint's maximum context length is 32768 tokens. However, you requested about 33000 tokens (1000 "
        + "of text input, 32000 in the output).")]
    [InlineData(4000, 1193, "`inputs` tokens + `max_new_tokens` must be <= 8193. Given: 7000 `inputs` tokens and 4000 `max_new_tokens`")]
    [InlineData(4000, 3768, "Requested token count exceeds the model's maximum context length of 32,768 tokens. You requested a total of "
        + "33,000 tokens: 29,000 tokens from the input messages and 4,000 tokens for the completion.")]
    public void What_a_prompt_leaves_room_for_is_found(int sent, int expected, string message) =>
        Assert.Equal(new OutputLimit.Found(expected, IsOfPrompt: true), Read(sent, message));

    [Theory]
    [InlineData("This model's maximum context length is 4096 tokens. However, you requested 9000 tokens (8000 in the messages, 1000 in the "
        + "completion).")]
    [InlineData("This model's maximum context length is 4096 tokens. However, you requested 5080 tokens (4080 in the messages, 1000 in the "
        + "completion).")]
    [InlineData("request (4390 tokens) exceeds the available context size (4096 tokens), try increasing it")]
    [InlineData("Please reduce the length of the messages or completion.")]
    [InlineData("The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).")]
    [InlineData("invalid temperature: only 1 is allowed for this model")]
    public void A_refusal_of_something_else_is_not_about_the_output(string message) => Assert.Null(Read(1000, message));

    private static OutputLimit.Found? Read(int sent, string message) => OutputLimit.Read(new EndpointError { Message = message }, sent);
}
