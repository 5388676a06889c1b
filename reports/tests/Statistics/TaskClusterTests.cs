using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class TaskClusterTests
{
    [Theory]
    [InlineData("django__django-11099", "django__django")]
    [InlineData("pytest-dev__pytest-5103", "pytest-dev__pytest")]
    [InlineData("a__-0", "a__")]
    [InlineData("a__b-9", "a__b")]
    public void Issues_of_a_repository_belong_together(string task, string cluster) => Assert.Equal(cluster, TaskCluster.From(task));

    [Theory]
    [InlineData("HumanEval/1")]
    [InlineData("pytest-5103")]
    [InlineData("a__b")]
    [InlineData("a__b-")]
    [InlineData("a__b-x1")]
    [InlineData("a__b-1x")]
    [InlineData("a__b-:")]
    [InlineData("a-1__2")]
    [InlineData("-1")]
    [InlineData("")]
    public void Any_other_task_stands_for_itself(string task) => Assert.Equal(task, TaskCluster.From(task));
}
