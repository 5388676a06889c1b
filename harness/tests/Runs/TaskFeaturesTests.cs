using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Runs;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Runs;

public sealed class TaskFeaturesTests
{
    private static readonly ChatMessage[] Messages = [new("system", "You write code."), new("user", "Reverse the text.")];

    [Fact]
    public void A_caller_declares_what_the_task_is()
    {
        var features = TaskFeatures.From(ATask("numbers"), Messages);

        Assert.Equal(("numbers", "simple", "csharp"),
            (features[RequestFeature.Class], features[RequestFeature.DeclaredDifficulty], features[RequestFeature.Language]));
        // A blank line stands between messages where a prompt is stored.
        Assert.Equal(((15 + 2 + 17 + 3) / 4).ToString(), features[RequestFeature.PromptTokens]);
    }

    [Fact]
    public void Where_a_classifier_reads_the_class_nobody_declares_it()
    {
        Assert.Equal("texts", TaskFeatures.From(ATask("numbers"), Messages, Classifier("reverse"))[RequestFeature.Class]);
        Assert.DoesNotContain(RequestFeature.Class, TaskFeatures.From(ATask("numbers"), Messages, Classifier("sum")).Keys);
        Assert.Equal("simple", TaskFeatures.From(ATask("numbers"), Messages, Classifier("reverse"))[RequestFeature.DeclaredDifficulty]);
    }

    private static FunctionTask ATask(string @class) => new()
    {
        Id = "t", Dataset = "d", Prompt = "Reverse the text.", Class = @class, Difficulty = "simple", Language = "csharp",
            EntryPoint = "S.F", Tests = new CallTests { Cases = [] },
    };

    private static PromptClassifier Classifier(string word) => new()
    {
        Feature = RequestFeature.Class, Classes = ["numbers", "texts"], LogPriors = [-0.7, -0.7],
            Words = new Dictionary<string, IReadOnlyList<double>> { [word] = [-3, -1] },
    };
}
