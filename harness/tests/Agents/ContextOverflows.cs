using Eval.Results.Records;
using static Eval.Harness.Tests.Agents.Script;

namespace Eval.Harness.Tests.Agents;

/// <summary>Conversations that have become too long, in the words of many servers: what had changed by then is the patch.</summary>
internal static class ContextOverflows
{
    private static readonly AgentOutcome Kept = new(Verdict.Passed, "context_window");

    private static readonly (string Name, ScriptedReply Refusal)[] Wordings =
    [
        ("openai", Refusal(400, "This model's maximum context length is 128000 tokens. However, your messages resulted in 130012 tokens.",
            "context_length_exceeded")),
        ("openai-code-only", Refusal(400, "Please shorten your input.", "context_length_exceeded")),
        ("azure", ScriptedReply.Refusal(400,
            """{"error":{"innererror":{"code":"ContextLengthExceeded"},"code":"context_length_exceeded","message":"The input is over the limit of the model.","param":"messages"}}""")),
        ("anthropic", ScriptedReply.Refusal(400,
            """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 208310 tokens > 200000 maximum"}}""")),
        ("anthropic-with-output", ScriptedReply.Refusal(400,
            """{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000"}}""")),
        ("bedrock", ScriptedReply.Refusal(400,
            """{"message":"The model returned the following errors: Input is too long for requested model."}""")),
        ("gemini", ScriptedReply.Refusal(400,
            """[{"error":{"code":400,"message":"The input token count (1100345) exceeds the maximum number of tokens allowed (1048575).","status":"INVALID_ARGUMENT"}}]""")),
        ("llama.cpp", ScriptedReply.Refusal(400,
            """{"error":{"code":400,"message":"the request exceeds the available context size. try increasing the context size or enable context shift","type":"exceed_context_size_error"}}""")),
        ("llama.cpp-words-only", Refusal(400, "request (9001 tokens) exceeds the available context size (8192 tokens), try increasing it")),
        ("llama.cpp-500", ScriptedReply.Refusal(500,
            """{"error":{"code":500,"message":"Context size has been exceeded.","type":"server_error"}}""")),
        ("lm-studio-200", ScriptedReply.Refusal(200,
            """{"error":"Trying to keep the first 9000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough. Try to load the model with a larger context length."}""")),
        ("lm-studio-stream", ScriptedReply.Raw("text/event-stream",
            "event: error\ndata: {\"error\":{\"message\":\"The number of tokens to keep from the initial prompt is greater than the "
                + "context length.\"}}\n\n")),
        ("sglang", ScriptedReply.Refusal(400,
            """{"object":"error","message":"The input (33001 tokens) is longer than the model's context length (32768 tokens).","type":"BadRequestError","code":400}""")),
        ("vllm", ScriptedReply.Refusal(400,
            """{"object":"error","message":"This model's maximum context length is 32768 tokens. However, you requested 33100 tokens in the messages, Please reduce the length of the messages.","type":"BadRequestError","param":null,"code":400}""")),
        ("tgi", ScriptedReply.Refusal(422,
            """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 512 `max_new_tokens`","error_type":"validation"}""")),
        ("together", Refusal(422, "Input validation error: `inputs` must have less than 32769 tokens. Given: 40100")),
        ("mistral", ScriptedReply.Refusal(400,
            """{"object":"error","message":"Prompt contains 40010 tokens and 0 draft tokens, too large for model with 32768 maximum context length","type":"invalid_request_invalid_args","code":"3051"}""")),
        ("groq", Refusal(400, "Please reduce the length of the messages or completion.", "context_length_exceeded")),
        ("cohere", ScriptedReply.Refusal(400,
            """{"message":"too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 5012. Try using a shorter prompt."}""")),
        ("openrouter", ScriptedReply.Refusal(400,
            """{"error":{"message":"This endpoint's maximum context length is 32768 tokens. However, you requested about 40210 tokens (40210 of text input).","code":400}}""")),
        ("xai", ScriptedReply.Refusal(400,
            """{"code":"Client specified an invalid argument","error":"This model's maximum prompt length is 131072 but the request contains 140210 tokens."}""")),
        ("qwen", Refusal(400, "Range of input length should be [1, 30720]", "invalid_parameter_error")),
        ("moonshot", Refusal(400, "Invalid request: Your request exceeded model token limit: 8192")),
        ("ollama", Refusal(400, "the input length exceeds the context length")),
        ("minimax-200", ScriptedReply.Refusal(200,
            """{"choices":null,"base_resp":{"status_code":1039,"status_msg":"token limit exceeded"}}""")),
        ("zhipu", Refusal(400, "Prompt 超长", "1261")),
        ("doubao", Refusal(400, "Total tokens of image and text exceed max message tokens.", "InvalidParameter")),
        ("exo-stream", ScriptedReply.Raw("text/event-stream",
            "data: {\"error\":{\"message\":\"prompt (41000 tokens) exceeds model context (32768)\"}}\n\n")),
        ("litellm", Refusal(400, "litellm.ContextWindowExceededError: litellm.BadRequestError: this is too much for gpt-x")),
    ];

    private static readonly string[] AtOnce = ["openai", "llama.cpp-words-only", "lm-studio-200"];
    private static readonly string[] QuickOnes = ["gemini", "lm-studio-200", "tgi"];

    public static readonly IReadOnlyList<ScriptedAgent> All =
    [
        .. from wording in Wordings
           select Endpoint("too-long-" + wording.Name, FixIt, wording.Refusal) with { Expected = Kept,
               IsQuick = QuickOnes.Contains(wording.Name) },
        .. from wording in Wordings
           where AtOnce.Contains(wording.Name)
           select Endpoint("too-long-at-once-" + wording.Name, wording.Refusal).Ends(Verdict.Failed, null),
        Endpoint("too-long-before-any-change", Run("ls"), Wordings[0].Refusal).Ends(Verdict.NoCode, "context_window").Quick(),
        Endpoint("too-long-on-one-of-six", FixIt, Submit) with { Odd = new OddTask(3, Kept, FixIt, Wordings[8].Refusal) },
    ];
}
