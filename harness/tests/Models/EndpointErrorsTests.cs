using System.Net;
using Eval.Harness.Models;

namespace Eval.Harness.Tests.Models;

public sealed class EndpointErrorsTests
{
    private static readonly ModelSpec Spec = new()
    {
        Name = "m", RequestedModel = "some-model",
            Source = new EndpointSource(new ProviderSpec { Name = "lab", BaseUrl = new Uri("http://lab.example:8080") }),
    };

    [Theory]
    [InlineData(400,
        """{"error":{"code":400,"message":"request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it","type":"exceed_context_size_error"}}""")]
    [InlineData(400,
        """{"object":"error","message":"The input (36893 tokens) is longer than the model's context length (32768 tokens).","type":"BadRequestError","code":400}""")]
    [InlineData(400,
        """[{"error":{"code":400,"message":"The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}]""")]
    [InlineData(400,
        """{"error":"Trying to keep the first 9000 tokens when context the overflows. However, the model is loaded with context length of only 8192 tokens, which is not enough."}""")]
    [InlineData(400,
        """{"error":{"message":"This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. Please reduce the length of the messages.","code":"context_length_exceeded"}}""")]
    [InlineData(400,
        """{"object":"error","message":"This model's maximum context length is 8192 tokens. However, you requested 9100 tokens (9000 in the messages, 100 in the completion)."}""")]
    [InlineData(400,
        """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""")]
    [InlineData(400,
        """{"error":{"message":"Your input exceeds the context window of this model. Please adjust your input and try again."}}""")]
    [InlineData(400,
        """{"message":"Prompt contains 9000 tokens and 0 draft tokens, too large for model with 8192 maximum context length"}""")]
    [InlineData(400, """{"error":{"message":"This model's maximum prompt length is 131072 but the request contains 537812 tokens."}}""")]
    [InlineData(413,
        """{"error":{"code":"tokens_limit_reached","message":"Request body too large for some-model model. Max size: 8000 tokens."}}""")]
    [InlineData(422, """{"error":"Input validation error: `inputs` must have less than 4096 tokens. Given: 5000"}""")]
    [InlineData(500, """{"error":{"message":"the prompt exceeds the context window: input is too long"}}""")]
    [InlineData(500, """{"error":{"code":500,"message":"Context size has been exceeded.","type":"server_error"}}""")]
    [InlineData(400, """{"message":"Input is too long for requested model."}""")]
    [InlineData(400, """{"message":"The total number of input tokens (140211) surpasses the limit of 131072 for this model."}""")]
    [InlineData(413, """{"error":{"message":"Prompt has 201000 tokens, but the model only supports 200000"}}""")]
    [InlineData(400,
        """{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length or `max_tokens` and try again"}}""")]
    [InlineData(422,
        """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 512 `max_new_tokens`","error_type":"validation"}""")]
    [InlineData(400,
        """{"error":{"message":"Input tokens exceed the configured limit of 1000 tokens. Your messages resulted in 1200 tokens. Please reduce the length of the messages.","type":"invalid_request_error"}}""")]
    [InlineData(400,
        """[{"error":{"code":400,"message":"Unable to submit request because the input token count is 33000 but model only supports up to 32768. Reduce the input token count and try again.","status":"INVALID_ARGUMENT"}}]""")]
    [InlineData(400,
        """{"object":"error","message":"The decoder prompt (length 40000) is longer than the maximum model length of 32768.","type":"BadRequestError"}""")]
    [InlineData(400,
        """{"message":"Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again."}""")]
    [InlineData(400, """{"error":{"code":"1261","message":"Prompt exceeds max length"}}""")]
    [InlineData(400, """{"error":{"message":"Prompt length 9000 is greater than max_seq_len 8192"}}""")]
    [InlineData(400, """{"error":"prompt too long; exceeded max context length by 100 tokens"}""")]
    [InlineData(400,
        """{"error":{"code":"model_max_prompt_tokens_exceeded","message":"prompt token count of 130000 exceeds the limit of 128000"}}""")]
    [InlineData(400, """{"error":{"code":"1261","message":"Prompt 超长"}}""")]
    [InlineData(400, """{"error":{"message":"输入文本长度超过模型限制"}}""")]
    [InlineData(400,
        """{"error":{"code":"InvalidParameter","message":"Total tokens of image and text exceed max message tokens.","type":"BadRequest"}}""")]
    [InlineData(400, """{"error_code":336103,"error_msg":"Prompt tokens too long"}""")]
    [InlineData(400, """{"detail":"Total number of tokens 140000 (prompt 139000 + output 1000) is over the model limit of 131072"}""")]
    [InlineData(400, """{"error":{"message":"prompt (41000 tokens) exceeds model context (32768)"}}""")]
    public void A_prompt_that_is_too_long_is_told_in_any_wording(int status, string body) =>
        Assert.Equal(ModelCallFailure.ContextWindow, Failure(status, body).Failure);

    [Theory]
    [InlineData(400, """{"error":{"message":"Unknown field 'context_length'."}}""", nameof(ModelCallFailure.Prompt))]
    [InlineData(400, """{"error":{"message":"messages[0].role: unexpected value"}}""", nameof(ModelCallFailure.Prompt))]
    [InlineData(413, "<html><head><title>413 Request Entity Too Large</title></head></html>", nameof(ModelCallFailure.Prompt))]
    [InlineData(413,
        """{"error":{"message":"Request too large for model on tokens per minute (TPM): Limit 6000, Requested 6294, please reduce your message size and try again.","code":"rate_limit_exceeded"}}""", nameof(ModelCallFailure.Prompt))]
    [InlineData(429,
        """{"error":{"message":"Request too large on tokens per min (TPM): Limit 30,000, Requested 35,000.","code":"rate_limit_exceeded"}}""", nameof(ModelCallFailure.Prompt))]
    [InlineData(429,
        """{"error":{"message":"Rate limit on tokens per min (TPM): Limit 30000, Used 29000, Requested 1500.","code":"rate_limit_exceeded"}}""", nameof(ModelCallFailure.Provider))]
    [InlineData(403, """{"error":{"message":"access denied"}}""", nameof(ModelCallFailure.Prompt))]
    [InlineData(403, """{"error":{"message":"Your input was flagged","metadata":{"reasons":["violence"]}}}""",
        nameof(ModelCallFailure.ContentFilter))]
    [InlineData(400, """{"error":{"code":"content_filter","message":"The response was filtered"}}""",
        nameof(ModelCallFailure.ContentFilter))]
    [InlineData(400, """{"error":{"message":"Your request was rejected as a result of our safety system."}}""",
        nameof(ModelCallFailure.ContentFilter))]
    [InlineData(400, """{"error":"The model has crashed without additional information. (Exit code: null)"}""",
        nameof(ModelCallFailure.Provider))]
    [InlineData(400, """{"error":"Model unloaded."}""", nameof(ModelCallFailure.Provider))]
    [InlineData(422, """{"error":"Model some/model is currently loading","estimated_time":20.0}""", nameof(ModelCallFailure.Provider))]
    [InlineData(400, """{"error":{"message":"Upstream trouble, please try again later."}}""", nameof(ModelCallFailure.Provider))]
    [InlineData(400, """{"error":{"message":"Not allowed in a message: 'the model has crashed, try again later'"}}""",
        nameof(ModelCallFailure.Prompt))]
    [InlineData(408, "", nameof(ModelCallFailure.Provider))]
    [InlineData(425, "", nameof(ModelCallFailure.Provider))]
    [InlineData(498, """{"error":{"message":"Flex tier capacity exceeded","code":"capacity_exceeded"}}""",
        nameof(ModelCallFailure.Provider))]
    [InlineData(529, "overloaded", nameof(ModelCallFailure.Provider))]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}""",
        nameof(ModelCallFailure.Configuration))]
    [InlineData(429, """{"error":{"message":"INSUFFICIENT QUOTA: too many requests a minute","type":"rate_limit"}}""",
        nameof(ModelCallFailure.Provider))]
    [InlineData(429,
        """[{"error":{"code":429,"message":"You exceeded your current quota. Please retry in 26s.","status":"RESOURCE_EXHAUSTED"}}]""",
        nameof(ModelCallFailure.Provider))]
    [InlineData(403, """{"error":{"message":"no credit","code":"insufficient_balance"}}""", nameof(ModelCallFailure.Configuration))]
    [InlineData(400,
        """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API. Please go to Plans & Billing."}}""", nameof(ModelCallFailure.Configuration))]
    [InlineData(400, """[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]""",
        nameof(ModelCallFailure.Configuration))]
    [InlineData(400, """{"code":"Client specified an invalid argument","error":"Incorrect API key provided: ab***yz."}""",
        nameof(ModelCallFailure.Configuration))]
    [InlineData(400,
        """{"error":{"message":"The model `some-model` has been decommissioned and is no longer supported.","code":"model_decommissioned"}}""", nameof(ModelCallFailure.Configuration))]
    [InlineData(400, """{"error":{"message":"some-model is not a valid model ID","code":400}}""", nameof(ModelCallFailure.Configuration))]
    [InlineData(400,
        """{"error":{"message":"messages.5: all messages must have non-empty content except for the optional final assistant message"}}""",
        nameof(ModelCallFailure.Prompt))]
    [InlineData(400, """{"error":{"message":"Not allowed in a message: \"the model x does not exist\"."}}""",
        nameof(ModelCallFailure.Prompt))]
    [InlineData(400, """{"error":{"message":"The model 'x' doesn't exist, or you don't have access to it."}}""",
        nameof(ModelCallFailure.Configuration))]
    [InlineData(400, """{"error":{"message":"max_tokens: 9000 exceeds the maximum number of output tokens of this model"}}""",
        nameof(ModelCallFailure.Prompt))]
    [InlineData(400, """{"error":{"message":"The model does not support the parameter 'top_k', which was not found in its schema."}}""",
        nameof(ModelCallFailure.Prompt))]
    public void A_refusal_has_the_consequence_of_what_it_is_about(int status, string body, string failure) =>
        Assert.Equal(failure, Failure(status, body).Failure.ToString());

    [Theory]
    [InlineData("404 page not found")]
    [InlineData("<html><head><title>Not Found</title></head></html>")]
    [InlineData("""{"detail":"Not Found"}""")]
    [InlineData("""{"error":{"message":"Invalid URL (POST /chat/completions)","type":"invalid_request_error"}}""")]
    [InlineData("")]
    public void A_404_that_is_not_about_a_model_names_the_address_that_was_asked(string body)
    {
        var failure = Failure(404, body);

        Assert.Equal(ModelCallFailure.Configuration, failure.Failure);
        Assert.StartsWith("nothing answers at http://lab.example:8080/chat/completions (404); base addresses usually end with /v1, and "
            + "this one is http://lab.example:8080/", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"message":"The model `x` does not exist","code":"model_not_found"}}""")]
    [InlineData("""{"error":{"message":"some-model not found, try pulling it first"}}""")]
    [InlineData("""{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}""")]
    public void A_404_about_a_model_says_so(string body) =>
        Assert.StartsWith("lab does not know the model 'some-model' (404)", Failure(404, body).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("<!DOCTYPE html>\n<html><head>\n<title>api.example.com |\n 502: Bad gateway</title><style>x</style></head></html>",
        "lab answered 502 BadGateway: a web page, \"api.example.com | 502: Bad gateway\"")]
    [InlineData("<html><body>Bad gateway</body></html>", "lab answered 502 BadGateway: a web page")]
    [InlineData("""[{"error":{"code":502,"message":"upstream died","status":"UNAVAILABLE"}}]""",
        "lab answered 502 BadGateway: upstream died UNAVAILABLE")]
    [InlineData("""{"error":{"message":"see http://user:secret@proxy.example/ for more"}}""",
        "lab answered 502 BadGateway: see http://***@proxy.example/ for more")]
    [InlineData("", "lab answered 502 BadGateway: nothing")]
    public void What_an_endpoint_says_is_shown_without_its_wrapping(string body, string message) =>
        Assert.Equal(message, Failure(502, body).Message);

    [Fact]
    public void Two_refusals_of_other_prompts_have_the_same_reason()
    {
        string? Reason(string message) => Failure(400, "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"" + message + "\"}}")
            .Reason;

        Assert.Equal(Reason("parameter 'x' of request a1b2 is wrong"), Reason("parameter 'y' of request c3d4 is wrong"));
        Assert.NotEqual(Reason("parameter 'x' is wrong"), Reason("the message has no text"));
    }

    [Theory]
    [InlineData("""{"error":{"message":"too fast","code":429}}""", nameof(ModelCallFailure.Provider))]
    [InlineData("""{"error":{"message":"no credits left","code":402}}""", nameof(ModelCallFailure.Configuration))]
    [InlineData("""{"error":{"message":"bad role","code":400}}""", nameof(ModelCallFailure.Prompt))]
    [InlineData("""{"error":{"message":"request (9000 tokens) exceeds the available context size (8192 tokens)","type":"exceed_context_size_error"}}""", nameof(ModelCallFailure.ContextWindow))]
    [InlineData("""{"choices":null,"base_resp":{"status_code":1039,"status_msg":"token limit exceeded"}}""",
        nameof(ModelCallFailure.ContextWindow))]
    [InlineData("""{"base_resp":{"status_code":1002,"status_msg":"rate limit"}}""", nameof(ModelCallFailure.Provider))]
    [InlineData("""{"success":false,"errors":[{"code":3040,"message":"Capacity temporarily exceeded"}]}""",
        nameof(ModelCallFailure.Provider))]
    [InlineData("""{"object":"error","message":"engine died"}""", nameof(ModelCallFailure.Provider))]
    [InlineData("""[{"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}]""", nameof(ModelCallFailure.Provider))]
    public void An_error_in_place_of_an_answer_counts_as_what_it_is(string body, string failure)
    {
        using var json = System.Text.Json.JsonDocument.Parse(body);
        using var response = new HttpResponseMessage(HttpStatusCode.OK);

        Assert.Equal(failure, EndpointErrors.InStream(Spec, StreamEventParser.Read(0, json.RootElement).Error!, response,
            TimeProvider.System).Failure.ToString());
    }

    private static ModelCallException Failure(int status, string body)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status) { RequestMessage = new HttpRequestMessage(HttpMethod.Post,
            "http://lab.example:8080/chat/completions?key=secret") };
        return EndpointErrors.FromStatus(Spec, response, body, TimeProvider.System);
    }
}
