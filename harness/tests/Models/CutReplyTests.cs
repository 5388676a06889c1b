using Eval.Harness.Models;
using Eval.Harness.Redaction;

namespace Eval.Harness.Tests.Models;

/// <summary>Wherever a connection breaks, there is a complete answer or a failure of the endpoint, and nothing else.</summary>
public sealed class CutReplyTests
{
    private const int AtOnce = 4;

    public static TheoryData<string> Kinds => CutReplies.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_reply_that_is_cut_at_any_byte_is_complete_or_the_endpoints_failure(string kind)
    {
        var response = CutReplies.All[kind];
        await using var server = new CuttingServer(response);
        await using var saturation = new SaturationProbe();
        using var client = HttpConnections.Create(server.BaseUrl, KeyGuard.None());
        var outcomes = new bool[response.Length + 1];

        await Parallel.ForAsync(0, outcomes.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
                async (length, ct) =>
        {
            var spec = new ModelSpec { Name = "m", RequestedModel = "m",
                Source = new EndpointSource(new ProviderSpec { Name = "test", BaseUrl = server.At(length) }) };
            try
            {
                var completion = await new OpenAiModel(spec, client, saturation,
                    TimeProvider.System).CompleteAsync(new ModelRequest { Messages = [new ChatMessage("user", "hello")] }, ct);
                Assert.True(completion.Text == CutReplies.Answer, $"cut at byte {length} of {response.Length}: {completion.Text}");
                outcomes[length] = true;
            }
            catch (ModelCallException e)
            {
                Assert.True(e.Failure == ModelCallFailure.Provider, $"cut at byte {length} of {response.Length}: {e.Failure}, {e.Message}");
            }
        });

        Assert.True(outcomes[^1], "The whole response must be an answer.");
        Assert.False(outcomes[0]);
        // Once it is complete it stays so: what follows can only say more about it.
        Assert.Equal(outcomes.Order(), outcomes);
    }
}
