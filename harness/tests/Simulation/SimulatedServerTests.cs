using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Prompts;
using Eval.Harness.Redaction;
using Eval.Harness.Simulation;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Simulation;

public sealed class SimulatedServerTests : IAsyncLifetime
{
    private static readonly List<FunctionTask> Tasks = Enumerable.Range(0, 60).Select(i => new FunctionTask
    {
        Id = $"t{i}",
        Dataset = "d",
        Language = "csharp",
        Class = i % 2 == 0 ? "completion" : "library-api",
        Difficulty = i % 3 == 0 ? "complex" : "simple",
        Prompt = $"Write Solution.F that returns {i}.",
        EntryPoint = "Solution.F",
        ReferenceSolution = $"public static class Solution\n{{\n    public static int F()\n    {{\n        var x = {i};\n        return x "
            + $"+ 1;\n    }}\n}}\n",
        Tests = new CallTests { Cases = [] },
    }).ToList();

    private SimulatedServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await SimulatedServer.StartAsync(new SimulatedServerOptions { Tasks = Tasks, UserMessage = PromptBuilder.UserMessage },
            CancellationToken.None);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task It_listens_on_loopback_and_lists_its_models()
    {
        Assert.True(_server.BaseUrl.IsLoopback);
        Assert.Equal(SimulatedProvider.Names.Order(),
            await EndpointModels.ListAsync(SimulatedProvider.At(_server.BaseUrl).Endpoint, TimeProvider.System,
            TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_replies_in_whatever_order_they_are_asked()
    {
        var forward = await Task.WhenAll(Tasks.Take(8).Select(task => AskAsync("cheap", task)));
        var backward = await Task.WhenAll(Tasks.Take(8).Reverse().Select(task => AskAsync("cheap", task)));

        Assert.Equal(forward.Select(reply => reply.Text), backward.Reverse().Select(reply => reply.Text));
    }

    [Fact]
    public async Task A_reasoning_model_streams_and_bills_its_thoughts()
    {
        var reply = await AskAsync("reasoning", Tasks[0]);

        Assert.NotNull(reply.Reasoning);
        Assert.True(reply.Usage.ReasoningTokens > 0 && reply.Usage.OutputTokens > reply.Usage.ReasoningTokens);
        Assert.True(reply.Timing.FirstReasoning < reply.Timing.FirstContent);
    }

    [Fact]
    public void Answers_are_meant_right_as_often_as_the_skill_says()
    {
        var author = new SimulatedAuthor();
        var profile = SimulatedProvider.Find("cheap")!;
        var draws = Enumerable.Range(0, 3000)
            .Select(i => (Task: Tasks[i % Tasks.Count],
                Draw: AnswerDraw.For(7, "cheap", Tasks[i % Tasks.Count].Id, i % Tasks.Count, i / Tasks.Count))).ToList();

        var right = draws.Count(draw => author.Write(profile, draw.Task, draw.Draw).IsMeantRight);

        Assert.InRange(right / 3000.0, draws.Average(draw => profile.ChanceOf(draw.Task.Class, draw.Task.Difficulty)) - 0.03,
            draws.Average(draw => profile.ChanceOf(draw.Task.Class, draw.Task.Difficulty)) + 0.03);
    }

    [Fact]
    public void More_skill_never_solves_fewer_tasks_whichever_and_however_few()
    {
        var author = new SimulatedAuthor();
        string[] bySkill = ["cheap", "mid", "strong", "reasoning"];
        var profiles = bySkill.Select(name => SimulatedProvider.Find(name)!).ToList();
        foreach (var seed in Enumerable.Range(0, 200).Select(seed => (ulong)seed))
        {
            var replies = Tasks.Take(9).Select((task,
                position) => profiles.ConvertAll(profile =>
                author.Write(profile, task, AnswerDraw.For(seed, profile.Name, task.Id, position, 1)))).ToList();
            Assert.All(replies, ofTask => Assert.Equal(ofTask.ConvertAll(reply => reply.IsMeantRight).Order(),
                ofTask.ConvertAll(reply => reply.IsMeantRight)));

            // A wrong answer that the tests let live must not be one model's luck.
            Assert.Single(bySkill.Select(name => AnswerDraw.For(seed, name, Tasks[0].Id, 0, 1).Mistake.Uniform("wrong")).Distinct());

            // Spread evenly, few tasks show the skill that was meant.
            var meant = Tasks.Take(9).Sum(task => profiles[0].ChanceOf(task.Class, task.Difficulty));
            Assert.InRange(replies.Count(ofTask => ofTask[0].IsMeantRight), meant - 2, meant + 2);
        }
    }

    [Fact]
    public async Task Replies_say_in_the_protocol_that_they_are_simulated()
    {
        using var client = new HttpClient();
        foreach (var stream in new[] { true, false })
        {
            using var response = await client.PostAsJsonAsync(
                new Uri(_server.BaseUrl + "/chat/completions"),
                new { model = "strong", stream, messages = new[] { new { role = "user", content = PromptBuilder.UserMessage(Tasks[0]) } } },
                TestContext.Current.CancellationToken);
            var events = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n')
                .Where(line => line.Contains("\"choices\"", StringComparison.Ordinal)).ToList();

            Assert.NotEmpty(events);
            Assert.All(events, line => Assert.Contains("\"system_fingerprint\":\"simulated\"", line, StringComparison.Ordinal));
        }

        Assert.True((await AskAsync("strong", Tasks[0])).IsSimulated);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("{\"model\":\"strong\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"model\":\"nobody\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", HttpStatusCode.NotFound)]
    [InlineData("{\"model\":\"strong\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"n\":2}", HttpStatusCode.BadRequest)]
    public async Task A_bad_request_gets_an_error_as_openai_sends_it(string body, HttpStatusCode status)
    {
        using var client = new HttpClient();
        using var response = await client.PostAsync(new Uri(_server.BaseUrl + "/chat/completions"), new StringContent(body),
            TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        var error = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.NotEmpty(error.GetProperty("error").GetProperty("message").GetString()!);
        Assert.Equal("true", response.Headers.GetValues("x-simulated").Single());
    }

    private async Task<Completion> AskAsync(string model, FunctionTask task)
    {
        await using var saturation = new SaturationProbe();
        using var client = HttpConnections.Create(_server.BaseUrl, KeyGuard.None());
        var spec = new ModelSpec { Name = "sim/" + model, RequestedModel = model, Source = SimulatedProvider.At(_server.BaseUrl),
            Parameters = new ModelParameters { Seed = 1 } };
        var request = new ModelRequest { Messages = [new ChatMessage("user", PromptBuilder.UserMessage(task))] };
        return await new OpenAiModel(spec, client, saturation, TimeProvider.System)
            .CompleteAsync(request, TestContext.Current.CancellationToken);
    }
}
