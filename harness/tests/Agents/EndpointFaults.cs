using Eval.Results.Records;
using static Eval.Harness.Tests.Agents.Script;

namespace Eval.Harness.Tests.Agents;

/// <summary>Endpoints that refuse, break off or send something else in the middle of a conversation, or at its first call.</summary>
internal static class EndpointFaults
{
    private const string Page = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>";

    private static readonly ScriptedReply Down = Refusal(500, "The server had an error.", "server_error");

    public static readonly IReadOnlyList<ScriptedAgent> All =
    [
        // What a conversation has become is the agent's doing: its attempt ends there.
        Endpoint("refused-later", FixIt, Run("ls"), Refusal(400, "Invalid 'messages[5].content': this is not what we take."))
            .Ends(Verdict.Passed, "request_rejected").Quick(),
        Endpoint("refused-later-422", FixIt, Refusal(422, "Unprocessable entity")).Ends(Verdict.Passed, "request_rejected"),
        Endpoint("refused-later-413", FixIt, Refusal(413, "Request entity too large")).Ends(Verdict.Passed, "request_rejected"),
        Endpoint("refused-later-before-any-change", Run("ls"), Refusal(400, "The request is not valid."))
            .Ends(Verdict.NoCode, "request_rejected").Quick(),
        Endpoint("refused-on-one-of-six", FixIt, Submit) with { Odd = new OddTask(2, new AgentOutcome(Verdict.Passed, "request_rejected"),
            FixIt, Refusal(400, "Bad request")) },
        Endpoint("refused-later-with-a-quote", FixIt, Refusal(400, "Not allowed in a message: \"Incorrect API key provided\"."))
            .Ends(Verdict.Passed, "request_rejected"),
        Endpoint("refused-at-once", Refusal(400, "This is not what we take.")).Ends(Verdict.ProviderError, null),
        Endpoint("filtered-at-once", Refusal(400, "The response was filtered.", "content_filter")).Ends(Verdict.Refused, null).Quick(),
        Endpoint("filtered-later", FixIt, Run("ls"), Refusal(400, "The response was filtered.", "content_filter"))
            .Ends(Verdict.Passed, "content_filter"),

        // What is wrong with key, account or address is no model's doing.
        Endpoint("key-refused-at-once", Refusal(401, "Incorrect API key provided.",
            "invalid_api_key")) with { Expected = AgentOutcome.NeverAsked },
        Endpoint("key-refused-later", FixIt, Run("ls"), Refusal(401, "Incorrect API key provided.",
            "invalid_api_key")) with { Expected = AgentOutcome.GivenUp, IsQuick = true },
        Endpoint("no-credit-later", FixIt, Refusal(402, "Insufficient credits.")) with { Expected = AgentOutcome.GivenUp },
        Endpoint("no-credit-told-as-429", FixIt, Refusal(429, "You exceeded your current quota.",
            "insufficient_quota")) with { Expected = AgentOutcome.GivenUp },
        Endpoint("model-gone-later", FixIt, Refusal(404, "The model 'x' does not exist.",
            "model_not_found")) with { Expected = AgentOutcome.GivenUp },
        Endpoint("no-credit-told-as-400", FixIt,
            Refusal(400, "Your credit balance is too low to access the API.")) with { Expected = AgentOutcome.GivenUp },
        Endpoint("key-refused-as-400", FixIt,
            Refusal(400, "API key not valid. Please pass a valid API key.")) with { Expected = AgentOutcome.GivenUp },
        Endpoint("page-at-once", ScriptedReply.Raw("text/html", Page)) with { Expected = AgentOutcome.NeverAsked },
        Endpoint("page-later", FixIt, ScriptedReply.Raw("text/html", Page)) with { Expected = AgentOutcome.GivenUp },

        // What passes by is asked again.
        Endpoint("busy-once", FixIt, Refusal(429, "Rate limit reached.", "rate_limit_exceeded") with { RetryAfter = "1" }, Submit),
        Endpoint("busy-at-once", Refusal(429, "Rate limit reached.", "rate_limit_exceeded") with { RetryAfter = "0" }, FixIt, Submit),
        Endpoint("busy-for-an-hour", FixIt, Refusal(429, "Rate limit reached.", "rate_limit_exceeded") with { RetryAfter = "3600" })
            .Ends(Verdict.ProviderError, Trajectory.Unfinished),
        Endpoint("down-once", FixIt, Down, Submit),
        Endpoint("crashed-once-told-as-400", FixIt, Refusal(400, "The model has crashed without additional information. (Exit code: null)"),
            Submit),
        Endpoint("overloaded-once", FixIt, Refusal(529, "Overloaded", "overloaded_error"), Submit),
        Endpoint("down-for-good", FixIt, Down).Ends(Verdict.ProviderError, Trajectory.Unfinished),
        Endpoint("down-from-the-start", Down).Ends(Verdict.ProviderError, null),
        Endpoint("stream-cut-once", FixIt, new ScriptedReply { Text = Run(Break), BreakAt = 0.5 }, Submit).Quick(),
        Endpoint("stream-cut-before-its-reason", FixIt, new ScriptedReply { Text = Run(Break), BreakAt = 1 }, Submit),
        Endpoint("stream-cut-always", FixIt, new ScriptedReply { Text = Run(Break), BreakAt = 0.5 })
            .Ends(Verdict.ProviderError, Trajectory.Unfinished),
        Endpoint("connection-reset-once", FixIt, new ScriptedReply { BreakAt = 0 }, Submit).Quick(),
        Endpoint("nothing-in-a-200", FixIt, ScriptedReply.Raw("application/json", ""), Submit),
        Endpoint("nothing-in-a-stream", FixIt, ScriptedReply.Raw("text/event-stream", "data: [DONE]\n\n"), Submit),
        Endpoint("no-json", FixIt, ScriptedReply.Raw("application/json", "{\"choices\": [{\"mess"), Submit),
        Endpoint("no-json-in-a-stream", FixIt, ScriptedReply.Raw("text/event-stream", "data: {\"choices\": [\n\ndata: oops\n\n"), Submit),
        Endpoint("other-json", FixIt, ScriptedReply.Raw("application/json", "{\"status\": \"ok\"}"), Submit),
        Endpoint("error-in-a-200", FixIt, ScriptedReply.Refusal(200, """{"error":{"message":"Upstream is busy.","code":502}}"""), Submit),
        Endpoint("error-within-a-stream", FixIt, ScriptedReply.Raw("text/event-stream",
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"```bash\\nrm -rf purse\"}}]}\n\ndata: "
                + "{\"error\":{\"message\":\"Upstream broke off.\",\"code\":502}}\n\n"), Submit),
        Endpoint("silent-in-the-middle", FixIt, new ScriptedReply { Text = Run(Break), Pause = TimeSpan.FromMinutes(2) }, Submit),
        Endpoint("slow-drip", new ScriptedReply { Text = Run(Fix), Pause = TimeSpan.FromMilliseconds(500) }, Submit),
        Endpoint("text-in-parts", ScriptedReply.Raw("text/event-stream",
            $$"""data: {"choices":[{"delta":{"content":[{"type":"text","text":"```bash\n{{Fix}}\n```"}]},"finish_reason":"stop"}]}"""
                + "\n\n"), Submit),
        Endpoint("whole-reply-instead-of-a-stream", ScriptedReply.Raw("application/json",
            """{"choices":[{"index":0,"message":{"role":"assistant","content":"```bash\nsed -i 's/-= amount/+= amount/' purse/total.py\n```"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":9}}"""), Submit),
        Endpoint("filtered-in-the-middle", FixIt, new ScriptedReply { Text = "```bash\n" + Break, FinishReason = "content_filter" },
            Submit),
    ];
}
