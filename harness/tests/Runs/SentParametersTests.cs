using Eval.Harness.Models;
using Eval.Harness.Runs;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Runs;

public sealed class SentParametersTests
{
    [Fact]
    public void Lowered_answers_are_counted_on_when_a_run_is_resumed()
    {
        var spec = new ModelSpec { Name = "m", RequestedModel = "m",
            Source = new EndpointSource(new ProviderSpec { Name = "p", BaseUrl = new Uri("http://localhost") }) };
        var run = A_run();

        run = SentParameters.Correct(run, [spec], Shortened(3));
        run = SentParameters.Correct(run, [spec], Shortened(0));
        run = SentParameters.Correct(run, [spec], Shortened(2));

        Assert.StartsWith("was lowered for 5 answers,", Assert.Single(run.Models[0].Adjusted!).Value, StringComparison.Ordinal);
    }

    private static SentForms Shortened(int answers)
    {
        var forms = new SentForms();
        for (var i = 0; i < answers; i++)
        {
            forms.CountShortened("m");
        }

        return forms;
    }

    private static Run A_run() => new()
    {
        Id = "r",
        StartedAt = DateTimeOffset.UnixEpoch,
        ProgramVersion = "",
        CommandLine = "",
        Datasets = [],
        Models = [new RunModel { Name = "m", Provider = "p", RequestedModel = "m", Endpoint = "",
            Parameters = new ModelParameters { MaxTokens = 100 } }],
        Machine = new RunMachine("", 0, 0, "", 0),
        Samples = 1,
        PlannedAttempts = 1,
    };
}
