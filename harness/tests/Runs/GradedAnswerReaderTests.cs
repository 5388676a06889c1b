using Eval.Harness.Options;
using Eval.Harness.Runs;

namespace Eval.Harness.Tests.Runs;

public sealed class GradedAnswerReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-graded");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Files_of_one_name_whose_results_would_be_written_over_each_other_are_told()
    {
        var paths = new[] { "a", "b" }.Select(folder => Path.Combine(_folder.CreateSubdirectory(folder).FullName, "answers.jsonl"))
            .ToList();
        paths.ForEach(path => File.WriteAllText(path, ""));
        var mistakes = new List<string>();

        await GradedAnswerReader.ReadAsync(new RunOptions { Completions = paths, Datasets = [] }, [], mistakes, _ => { },
            TestContext.Current.CancellationToken);

        Assert.Contains($"--completions {paths[0]} and {paths[1]} are both called answers", mistakes[0], StringComparison.Ordinal);
    }
}
