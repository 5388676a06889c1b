using System.Text.RegularExpressions;

namespace Marklet.Tests;

public class TocAnchorTests
{
    private static string[] Links(string html) =>
        [.. Regex.Matches(html, "<a href=\"#([^\"]*)\"").Select(m => m.Groups[1].Value)];

    private static string[] Ids(string html) =>
        [.. Regex.Matches(html, "<h[1-6] id=\"([^\"]*)\"").Select(m => m.Groups[1].Value)];

    [Fact]
    public void RepeatedHeadingsHaveLinksOfTheirOwn()
    {
        string html = MarkdownConverter.ToHtml("[TOC]\n\n## Server\n### Usage\n## Client\n### Usage\n## Usage");
        Assert.Equal(["server", "usage", "client", "usage-1", "usage-2"], Ids(html));
        Assert.Equal(Ids(html), Links(html));
    }

    [Fact]
    public void HeadingsOutsideTheLevelsOfTheTableAreCounted()
    {
        string html = MarkdownConverter.ToHtml("# Usage\n\n[TOC]\n\n## Usage\n#### Usage\n## Usage");
        Assert.Equal(["usage", "usage-1", "usage-2", "usage-3"], Ids(html));
        Assert.Equal(["usage-1", "usage-3"], Links(html));
    }

    [Fact]
    public void HeadingsInQuotesAndListsAreCounted()
    {
        string html = MarkdownConverter.ToHtml("[TOC]\n\n> ## Notes\n\n- ## Notes\n  - ## Notes\n\n## Notes");
        Assert.Equal(["notes", "notes-1", "notes-2", "notes-3"], Ids(html));
        Assert.Equal(["notes-3"], Links(html));
    }

    [Fact]
    public void NumberedNameThatIsTakenIsPassedOver()
    {
        string html = MarkdownConverter.ToHtml("[TOC]\n\n## Usage 1\n## Usage\n## Usage");
        Assert.Equal(["usage-1", "usage", "usage-2"], Ids(html));
        Assert.Equal(Ids(html), Links(html));
    }

    [Fact]
    public void HeadingThatReadsLikeANumberedNameGetsAnother()
    {
        string html = MarkdownConverter.ToHtml("[TOC]\n\n## Usage\n## Usage\n## Usage 1\n## Usage");
        string[] ids = Ids(html);
        Assert.Equal(["usage", "usage-1", "usage-1-1", "usage-2"], ids);
        Assert.Equal(ids, Links(html));
    }

    [Fact]
    public void TwoTablesHaveTheSameLinks()
    {
        string html = MarkdownConverter.ToHtml("[TOC]\n\n## A\n## A\n\n[TOC]");
        Assert.Equal(["a", "a-1"], Ids(html));
        Assert.Equal(["a", "a-1", "a", "a-1"], Links(html));
    }

    [Fact]
    public void TableAtTheEndHasTheSameLinks()
    {
        string html = MarkdownConverter.ToHtml("## A\n## B\n\n[TOC]");
        Assert.Equal(["a", "b"], Ids(html));
        Assert.Equal(["a", "b"], Links(html));
    }

    [Fact]
    public void EachDocumentCountsAnew()
    {
        Assert.Equal(MarkdownConverter.ToHtml("## A\n## A"), MarkdownConverter.ToHtml("## A\n## A"));
    }

    [Fact]
    public void LevelsOfTheTableCanBeSet()
    {
        string html = MarkdownConverter.ToHtml(
            "[TOC]\n\n# A\n## B\n#### C", new MarkletOptions { TocMinLevel = 1, TocMaxLevel = 4 });
        Assert.Equal(["a", "b", "c"], Links(html));
    }
}
