using Eval.Harness.Tests.Issues;
using Eval.Harness.Tests.Issues.Tracing;
using Eval.Harness.Tests.WholeProgram;
using Xunit.Sdk;
using Xunit.v3;

namespace Eval.Harness.Tests;

/// <summary>Starts the longest tests first: what is begun last is waited for alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        .. new[]
        {
            typeof(NightlyAlarmTests), typeof(DotnetForgeryTests), typeof(BundledIssuesTests), typeof(RouteTests),
                typeof(ReadBeforeTestsTests), typeof(KillTests),
            typeof(IssueGradingTests), typeof(AgentCatalogueTests), typeof(NodeRunnersTests), typeof(NightlyTests),
        }.Select(type => type.FullName!),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(Place).ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.EndsWith(name, StringComparison.Ordinal)
            || collection.TestCollectionDisplayName.Contains(name + " ", StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
