using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Reports.Drift;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Reports.Tests.Storage;

public sealed class StoredRunTests
{
    private const string Policy = """{"schema":1,"name":"p","policy":"a"}""";

    [Fact]
    public void Parameters_of_format_1_are_read_by_their_names()
    {
        var model = Read(new JsonObject
        {
            ["temperature"] = "0.2", ["top_p"] = "0.95", ["max_completion_tokens"] = "512", ["seed"] = "7", ["stream"] = "false",
            ["reasoning_effort"] = "\"high\"", ["header x-title"] = "bench",
        });

        Assert.Equal(
            new ModelParameters
            {
                Temperature = 0.2, TopP = 0.95, MaxCompletionTokens = 512, Seed = 7, Stream = false,
                ExtraBody = new Dictionary<string, JsonElement> { ["reasoning_effort"] = JsonSerializer.SerializeToElement("high") },
                Headers = new Dictionary<string, string> { ["x-title"] = "bench" },
            },
            model.Parameters);
        Assert.Null(model.PolicyFollowed);
    }

    [Fact]
    public void A_policy_of_format_1_is_read_from_among_its_parameters()
    {
        var asked = JsonSerializer.Serialize(
            new[] { new { Name = "a", Provider = "lab", RequestedModel = "a-1", Endpoint = "", Parameters = new { temperature = "0.5" },
            ChosenParameters = new { temperature = "0.5", seed = "1" } } });
        var model = Read(new JsonObject { ["max_tokens"] = "9", ["policy"] = Policy, ["policy_prediction"] = Policy,
            ["policy_models"] = asked });

        Assert.Equal(new ModelParameters { MaxTokens = 9 }, model.Parameters);
        Assert.True(RunPolicy.AreSame(RunPolicy.Read(Policy), model.PolicyFollowed!.Definition));
        Assert.True(RunPolicy.AreSame(RunPolicy.Read(Policy), model.PolicyFollowed.Expected!.Value));
        var inner = Assert.Single(model.PolicyFollowed.Models);
        Assert.Equal((0.5, 1), (inner.Parameters.Temperature, inner.ChosenParameters!.Seed));
        Assert.Equal("a-1 of lab", model.Settings()["a"]);
        Assert.Equal("0.5", model.Settings()["a: temperature"]);
    }

    [Fact]
    public void Runs_are_stored_in_a_form_that_is_read_again()
    {
        var run = SmallRun.Run
            with { Models = [SmallRun.Run.Models[0]
            with { Parameters = new ModelParameters { Temperature = 0.1, Query = new Dictionary<string, string> { ["v"] = "1" } } }] };

        Assert.Equal(run.Models[0].Parameters, StoredRun.Read(JsonSerializer.Serialize(run)).Models[0].Parameters);
    }

    [Fact]
    public void Runs_of_a_newer_program_are_refused() => Assert.Contains(
        "newer program (format 9,",
            Assert.Throws<RunStoreException>(() => StoredRun.Read("""{ "Id": "r", "FormatVersion": 9, "Models": {} }""")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Options_of_formats_1_and_2_are_read_apart_by_what_they_decide(int version)
    {
        var run = JsonSerializer.SerializeToNode(SmallRun.Run)!.AsObject();
        run.Remove("options");
        run["FormatVersion"] = version;
        run["IsTold"] = false;
        run["Models"] = new JsonArray();
        run["Options"] = JsonNode.Parse("""
            {
              "--models": "a", "--limit": "5", "--samples": "2", "--timeout": "7", "--max-sandboxes": "3", "--nightly": "true",
              "--new-baseline": "true", "--confirms": "r1", "--baseline": "latest", "--gate": "pass_at_1>=0.8;errors<=1", "routing": "{}"
            }
            """);

        var read = StoredRun.Read(run.ToJsonString());

        var settings = read.Settings;
        Assert.Equal(Run.CurrentFormatVersion, read.FormatVersion);
        Assert.False(read.IsConcluded);
        Assert.Equal(["--limit"], settings.Tasks.Keys);
        Assert.Equal(["--samples", "--timeout"], settings.Answers.Keys.Order());
        Assert.Equal(["--baseline", "--confirms", "--gate", "--max-sandboxes", "--models", "--new-baseline", "--nightly"],
            settings.Others.Keys.Order());
        Assert.True(settings.IsNightly && settings.BeginsBaseline);
        Assert.Equal(("r1", "latest", 3, "{}"), (settings.Confirms, settings.Baseline, settings.MaxSandboxes, settings.Routing));
        Assert.Equal(["pass_at_1>=0.8", "errors<=1"], settings.Gates);
        Assert.Equivalent(settings, StoredRun.Read(JsonSerializer.Serialize(read)).Settings, strict: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Runs_of_formats_1_and_2_are_compared_with_those_of_today(int version)
    {
        var json = JsonSerializer.SerializeToNode(SmallRun.Run with { Models = [SmallRun.Run.Models[0]] })!.AsObject();
        json.Remove(nameof(Run.Settings));
        json["FormatVersion"] = version;
        json["Options"] = JsonNode.Parse("""{ "--limit": "5", "--samples": "3", "--seed": "1" }""");
        if (version == 1)
        {
            json["Models"]![0]!["Parameters"] = JsonSerializer.SerializeToNode(SmallRun.Run.Models[0].Parameters.ToTexts());
        }

        var older = StoredRun.Read(json.ToJsonString());

        var today = SmallRun.Run with
        {
            Settings = new RunSettings
            {
                Tasks = new Dictionary<string, string> { ["--limit"] = "5" },
                Answers = new Dictionary<string, string> { ["--samples"] = "3" },
            },
        };
        var other = today with { Settings = today.Settings with { Answers = new Dictionary<string, string> { ["--samples"] = "4" } } };
        Assert.True(NightSettings.HaveSameTasks(older, today));
        Assert.False(NightSettings.HaveSameTasks(older, today with { Settings = new RunSettings() }));
        Assert.Empty(NightSettings.Differences(older, older.Models[0], today, today.Models[0]));
        Assert.Equal(["--samples"], NightSettings.Differences(older, older.Models[0], other, other.Models[0]));
    }

    private static RunModel Read(JsonObject parameters)
    {
        var run = JsonSerializer.SerializeToNode(SmallRun.Run)!.AsObject();
        run["FormatVersion"] = 1;
        run.Remove("options");
        run["Options"] = new JsonObject();
        run["Models"] = new JsonArray(new JsonObject { ["Name"] = "m", ["Provider"] = "lab", ["RequestedModel"] = "m", ["Endpoint"] = "",
            ["Parameters"] = parameters });
        var read = StoredRun.Read(run.ToJsonString());
        Assert.Equal(Run.CurrentFormatVersion, read.FormatVersion);
        return read.Models[0];
    }
}
