using Eval.Harness.Tests.Models;
using Eval.Routing.Policies;
using OpenAI.Chat;

namespace Eval.Harness.Tests.Serving;

/// <summary>What of a request decides who is asked: what the caller declares, what the prompt says, how long it is.</summary>
public sealed class ProxyFeaturesTests
{
    private static readonly SinglePolicy A = new("a");
    private static readonly SinglePolicy B = new("b");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("x-task-class", "completion", null, "cheap")]
    [InlineData("x-task-class", "issue-resolution", null, "strong")]
    [InlineData(null, null, "completion", "cheap")]
    [InlineData(null, null, "other", "strong")]
    [InlineData(null, null, null, "strong")]
    [InlineData("X-Task-Class", "other", "completion", "strong")]
    public async Task The_class_decides_by_header_or_metadata(string? header, string? value, string? metadata, string expected)
    {
        await using var cheap = new ScriptedServer(Replies.Answer("cheap", isStream: false));
        await using var strong = new ScriptedServer(Replies.Answer("strong", isStream: false));
        var policy = new ClassPolicy(RequestFeature.Class, new Dictionary<string, RoutingPolicy> { ["completion"] = A }, B);
        await using var served = await ServedPolicy.StartAsync(policy, [("a", cheap.BaseUrl), ("b", strong.BaseUrl)]);
        var options = new ChatCompletionOptions();
        if (metadata is not null)
        {
            options.Metadata["task_class"] = metadata;
        }

        var client = served.Client("p", header is null ? [] : [(header, value!)]);
        var completion = await client.CompleteChatAsync([new UserChatMessage("hello")], options, Ct);

        Assert.Equal(expected, completion.Value.Content[0].Text);
        Assert.Equal(value ?? metadata, Assert.Single(await served.LogAsync(1)).GetProperty("features")
            .TryGetProperty("class", out var logged) ? logged.GetString() : null);
    }

    [Theory]
    [InlineData("caller:difficulty", "x-task-difficulty", "complex")]
    [InlineData("language", "x-task-language", "complex")]
    [InlineData("repository", "x-task-repository", "complex")]
    public async Task Other_features_have_headers_of_their_own(string feature, string header, string value)
    {
        await using var a = new ScriptedServer(Replies.Answer("ruled", isStream: false));
        var policy = new ClassPolicy(feature, new Dictionary<string, RoutingPolicy> { [value] = A }, B);
        await using var served = await ServedPolicy.StartAsync(policy, [("a", a.BaseUrl), ("b", new Uri("http://127.0.0.1:9/v1"))]);

        Assert.Equal("ruled", await ServedPolicy.AskAsync(served.Client("auto", (header, value)), isStream: false));
    }

    [Theory]
    [InlineData(398, "short")]
    [InlineData(399, "long")]
    public async Task The_length_of_the_prompt_decides(int letters, string expected)
    {
        await using var strong = new ScriptedServer(Replies.Answer("long", isStream: false));
        await using var weak = new ScriptedServer(Replies.Answer("short", isStream: false));
        await using var served = await ServedPolicy.StartAsync(new ThresholdPolicy(RequestFeature.PromptTokens, 101, A, B),
            [("a", strong.BaseUrl), ("b", weak.BaseUrl)]);

        var completion = await served.Client()
            .CompleteChatAsync([new SystemChatMessage("1234"), new UserChatMessage(new string('x', letters - 4))], cancellationToken: Ct);

        Assert.Equal(expected, completion.Value.Content[0].Text);
    }

    [Theory]
    [InlineData("x", "x")]
    [InlineData("\u4e2d", "\\u4e2d")]
    [InlineData("\n", "\\n")]
    [InlineData("\"", "\\\"")]
    public async Task A_letter_is_a_letter_however_a_client_escapes_it(string letter, string written)
    {
        Assert.Equal(1, letter.Length);
        await using var strong = new ScriptedServer(Replies.Answer("long", isStream: false), Replies.Answer("long", isStream: false));
        await using var weak = new ScriptedServer(Replies.Answer("short", isStream: false), Replies.Answer("short", isStream: false));
        await using var served = await ServedPolicy.StartAsync(new ThresholdPolicy(RequestFeature.PromptTokens, 101, A, B),
            [("a", strong.BaseUrl), ("b", weak.BaseUrl)]);

        // Two messages with a blank line between them: 398 letters and 2 are 100 tokens, one letter more is 101.
        foreach (var (letters, expected) in new[] { (397, "short"), (398, "long") })
        {
            var body = $"{{\"model\":\"auto\",\"messages\":[{{\"role\":\"system\",\"content\":\"x\"}},{{\"role\":\"user\",\"content\":\"{string.Concat(Enumerable.Repeat(written, letters))}\"}}]}}";
            using var response = await served.PostAsync(body, Ct);
            Assert.Contains(expected, await response.Content.ReadAsStringAsync(Ct));
        }
    }

    [Theory]
    [InlineData("Fix the bug in this repository.", null, "strong", "issue-resolution")]
    [InlineData("Complete this function.", null, "cheap", "completion")]
    [InlineData("Fix the bug in this repository.", "completion", "cheap", "completion")]
    [InlineData("Tell me a joke.", null, "strong", null)]
    public async Task What_the_caller_does_not_declare_is_read_from_the_prompt(string prompt, string? declared, string expected,
        string? logged)
    {
        await using var cheap = new ScriptedServer(Replies.Answer("cheap", isStream: false));
        await using var strong = new ScriptedServer(Replies.Answer("strong", isStream: false));
        var policy = new ClassPolicy(RequestFeature.Class, new Dictionary<string, RoutingPolicy> { ["completion"] = A }, B);
        await using var served = await ServedPolicy.StartAsync(policy, [("a", cheap.BaseUrl), ("b", strong.BaseUrl)],
            classifier: Classifier);

        // The words stand in a part of a message, behind the system's.
        var completion = await served.Client("auto", declared is null ? [] : [("x-task-class", declared)]).CompleteChatAsync(
            [new SystemChatMessage("You help."),
                new UserChatMessage(ChatMessageContentPart.CreateTextPart("Please."), ChatMessageContentPart.CreateTextPart(prompt))],
                cancellationToken: Ct);

        Assert.Equal(expected, completion.Value.Content[0].Text);
        var entry = Assert.Single(await served.LogAsync(1));
        Assert.Equal(logged, entry.GetProperty("features").TryGetProperty("class", out var found) ? found.GetString() : null);
        Assert.Equal(declared is null, entry.TryGetProperty("classified", out _));
    }

    private static PromptClassifier Classifier => new()
    {
        Feature = RequestFeature.Class,
        Classes = ["completion", "issue-resolution"],
        LogPriors = [Math.Log(0.5), Math.Log(0.5)],
        Words = new Dictionary<string, IReadOnlyList<double>> { ["function"] = [-1, -3], ["bug"] = [-4, -1], ["repository"] = [-4, -1] },
    };
}
