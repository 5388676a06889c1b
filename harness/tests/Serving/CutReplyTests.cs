using System.Net;
using System.Text;
using System.Text.Json;
using Eval.Harness.Tests.Models;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Serving;

/// <summary>
/// Wherever an endpoint's connection breaks, a client of the proxy gets a complete answer or sees a failure, and nothing else.
/// </summary>
public sealed class CutReplyTests
{
    /// <summary>Cuts within the head are all alike.</summary>
    private const int HeadStep = 8;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => CutReplies.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_reply_that_is_cut_at_any_byte_is_passed_on_whole_or_not_as_a_whole_one(string kind)
    {
        var response = CutReplies.All[kind];
        await using var server = new CuttingServer(response);
        await using var served = await ServedPolicy.StartAsync(new SinglePolicy("a"), [("a", server.BaseUrl)]);
        var answered = 0;
        var head = response.AsSpan().IndexOf("\r\n\r\n"u8);
        for (var length = 0; length <= response.Length; length += length < head - HeadStep ? HeadStep : 1)
        {
            server.Length = length;
            var text = await AskAsync(served);
            Assert.True(text is null or CutReplies.Answer, $"cut at byte {length} of {response.Length}: {text}");
            Assert.True(text is not null || length < response.Length, "The whole response must be an answer.");
            answered += text is null ? 0 : 1;
        }

        Assert.InRange(answered, 1, response.Length);
    }

    [Fact]
    public async Task Until_the_first_word_another_model_takes_the_place_of_one_that_dies()
    {
        var response = CutReplies.All["empty reasons to the close"];
        var firstWord = Encoding.UTF8.GetString(response).IndexOf("\n\n", StringComparison.Ordinal) - 1;
        await using var server = new CuttingServer(response);
        await using var good = new CuttingServer(CutReplies.All["stream in pieces"]) { Length = CutReplies.All["stream in pieces"].Length };
        await using var served = await ServedPolicy.StartAsync(new FailoverPolicy([new SinglePolicy("a"), new SinglePolicy("b")]),
            [("a", server.BaseUrl), ("b", good.BaseUrl)]);
        for (var length = 0; length < firstWord; length += 3)
        {
            server.Length = length;
            Assert.Equal(CutReplies.Answer, await AskAsync(served));
        }
    }

    /// <summary>Returns the text that a client takes for the answer; null where it sees a failure.</summary>
    private static async Task<string?> AskAsync(ServedPolicy served)
    {
        try
        {
            using var response = await served.PostAsync(ServedPolicy.MinimalStream, Ct);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
                return null;
            }

            // An event that no empty line ends is none.
            var events = (await response.Content.ReadAsStringAsync(Ct)).ReplaceLineEndings("\n").Split("\n\n").SkipLast(1);
            return string.Concat(events.Where(found => found.StartsWith("data: {", StringComparison.Ordinal)).Select(Text));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static string Text(string found)
    {
        using var json = JsonDocument.Parse(found["data: ".Length..]);
        return json.RootElement.GetProperty("choices") is var choices && choices.GetArrayLength() > 0
            && choices[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() ?? "" : "";
    }
}
