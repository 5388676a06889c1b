namespace Marklet.Tests;

public class ConverterTests
{
    private static void AssertHtml(string expected, string markdown, MarkletOptions? options = null) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), MarkdownConverter.ToHtml(markdown, options));

    [Fact]
    public void ParagraphsAndHeadings()
    {
        AssertHtml(
            "<h1 id=\"my-title\">My <em>title</em></h1>\n<p>One\ntwo.</p>\n<p>Three.</p>\n",
            "# My *title* #\nOne\ntwo.\n\nThree.");
    }

    [Fact]
    public void InlineMarkup()
    {
        AssertHtml(
            "<p><strong>a</strong> <em>b</em> <code>c &lt; d</code> <a href=\"/x\">e</a> <img src=\"f.png\" alt=\"g\"> *h*</p>\n",
            "**a** _b_ `c < d` [e](/x) ![g](f.png) \\*h\\*");
    }

    [Fact]
    public void HardBreak()
    {
        AssertHtml("<p>a<br>\nb\nc</p>\n", "a  \nb\nc");
    }

    [Fact]
    public void FencedCode()
    {
        AssertHtml("<pre><code class=\"language-cs\"># a\n\n*b*\n</code></pre>\n", "```cs\n# a\n\n*b*\n```");
    }

    [Fact]
    public void NestedTightList()
    {
        AssertHtml(
            "<ul>\n<li>a\n<ol>\n<li>b</li>\n<li>c</li>\n</ol>\n</li>\n<li>d</li>\n</ul>\n",
            "- a\n  1. b\n  2. c\n- d");
    }

    [Fact]
    public void NumberedListMayStartAnywhere()
    {
        AssertHtml("<ol start=\"7\">\n<li>a</li>\n<li>b</li>\n</ol>\n", "7. a\n8. b");
    }

    [Fact]
    public void LooseList()
    {
        AssertHtml("<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n", "- a\n\n- b");
    }

    [Fact]
    public void QuoteWithHeading()
    {
        AssertHtml("<blockquote>\n<h2 id=\"a\">a</h2>\n<p>b</p>\n</blockquote>\n<hr>\n", "> ## a\n> b\n\n---");
    }

    [Fact]
    public void RepeatedHeadingsAreNumbered()
    {
        AssertHtml("<h2 id=\"a-b\">A b</h2>\n<h2 id=\"a-b-1\">A, b!</h2>\n", "## A b\n## A, b!");
    }

    [Fact]
    public void HeadingIdsCanBeSwitchedOff()
    {
        AssertHtml("<h2>A</h2>\n", "[TOC]\n\n## A", new MarkletOptions { HeadingIds = false });
    }

    [Fact]
    public void TableOfContentsIsNested()
    {
        AssertHtml(
            """
            <nav class="toc">
            <ul>
            <li><a href="#one">One</a>
            <ul>
            <li><a href="#two"><code>two</code></a></li>
            </ul>
            </li>
            <li><a href="#three">three</a></li>
            </ul>
            </nav>
            <h2 id="one">One</h2>
            <h3 id="two"><code>two</code></h3>
            <h2 id="three"><a href="/3">three</a></h2>

            """,
            "[TOC]\n\n## One\n### `two`\n## [three](/3)");
    }
}
