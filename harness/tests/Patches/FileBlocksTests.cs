using CsCheck;
using Eval.Harness.Patches;

namespace Eval.Harness.Tests.Patches;

public sealed class FileBlocksTests
{
    private const string Block = "<<<<<<< SEARCH\nold  \n=======\nnew\n>>>>>>> REPLACE\n";
    private static readonly FileBlocks Blocks = new([]);
    private static readonly FileEdit Edit = new("src/A.cs", "old  \n", "new\n");

    [Theory]
    [InlineData("src/A.cs\n```csharp\n" + Block + "```\n")]
    [InlineData("First:\n\n**`src/A.cs`**:\n\n```\n" + Block + "```")]
    [InlineData("### File: src/A.cs\n" + Block)]
    [InlineData("```csharp src/A.cs\n" + Block + "```")]
    [InlineData("```\nsrc/A.cs\n" + Block + "```")]
    public void A_block_belongs_to_the_nearest_path_above_it(string reply) => Assert.Equal([Edit], Blocks.Edits(reply));

    [Fact]
    public void Lines_stay_as_they_are()
    {
        const string Body = "x\f\u0085\u2028\v\r\r\ny\r\n";

        Assert.Equal([new("src/A.cs", "old  \r\n", Body)],
            Blocks.Edits($"src/A.cs\r\n```\r\n<<<<<<< SEARCH\r\nold  \r\n=======\r\n{Body}>>>>>>> REPLACE\r\n```\r\n"));
        Assert.Equal(Body, Blocks.WholeFiles($"src/A.cs\r\n```\r\n{Body}```\r\n")["src/A.cs"]);
    }

    [Fact]
    public void Several_blocks_share_a_path_and_parts_may_be_empty()
    {
        var edits = Blocks.Edits("src/A.cs\n```\n" + Block
            + "<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE\n```\nb.py\n```\n<<<<<<< SEARCH\ny\n=======\n>>>>>>> REPLACE\n```");

        Assert.Equal([Edit, new("src/A.cs", "", "x\n"), new("b.py", "y\n", "")], edits);
    }

    [Theory]
    [InlineData(Block)]
    [InlineData("src/A.cs\n<<<<<<< SEARCH\nold\n=======\nnew\n")]
    [InlineData("src/A.cs\n```diff\n+<<<<<<< SEARCH\n+old\n+=======\n+new\n+>>>>>>> REPLACE\n```")]
    public void Without_path_or_end_it_is_no_block(string reply) => Assert.Empty(Blocks.Edits(reply));

    [Theory]
    [InlineData("src/A.cs\n```csharp\nclass A;\n```\n")]
    [InlineData("The file `B.cs` stays.\n\n#### `src/A.cs`\n\n````csharp\nclass A;\n````\nDone.")]
    [InlineData("```csharp path=\"src/A.cs\"\nclass A;\n```")]
    [InlineData("~~~csharp src/A.cs\nclass A;\n~~~")]
    [InlineData("src/A.cs\n```\nfirst\n```\nBetter:\nsrc/A.cs\n```\nclass A;\n```")]
    public void A_whole_file_stands_below_its_path(string reply)
    {
        var file = Assert.Single(Blocks.WholeFiles(reply));

        Assert.Equal(("src/A.cs", "class A;\n"), (file.Key, file.Value));
    }

    [Theory]
    [InlineData("```bash\ndotnet test\n```")]
    [InlineData("src/A.cs\nneeds this:\n```csharp\nclass A;\n```")]
    [InlineData("src/A.cs\n```csharp\nclass A; // cut")]
    public void A_fence_without_path_or_end_is_no_file(string reply) => Assert.Empty(Blocks.WholeFiles(reply));

    [Theory]
    [InlineData("app/[...slug]/(group)/page.tsx")]
    [InlineData("src/$types~.ts")]
    public void A_path_may_hold_brackets(string path) => Assert.Equal([path], Blocks.WholeFiles($"**{path}**\n```\nx\n```\n").Keys);

    [Theory]
    [InlineData("my files/a b.txt", "File: my files/a b.txt")]
    [InlineData("it's \"a\".txt", "### `it's \"a\".txt`:")]
    [InlineData("a b.js", "x\n```js title=\"a b.js\"")]
    public void A_path_that_is_known_is_read_whatever_it_holds(string path, string line)
    {
        var fence = line.Contains("```", StringComparison.Ordinal) ? "" : "```\n";

        Assert.Equal([path], new FileBlocks([path]).WholeFiles($"{line}\n{fence}x\n```\n").Keys);
        Assert.Equal([new(path, "x\n", "y\n")],
            new FileBlocks([path]).Edits($"{line}\n{fence}<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n```\n"));
    }

    [Fact]
    public void A_longer_fence_keeps_the_fences_in_it()
    {
        var files = Blocks.WholeFiles("README.md\n````\n# A\n```\nrun\n```\n````\n");

        Assert.Equal("# A\n```\nrun\n```\n", files["README.md"]);
    }

    [Fact]
    public void No_reply_is_too_broken_to_read() => Gen.OneOf(
            Gen.Const("```"), Gen.Const("~~~"), Gen.Const("<<<<<<< SEARCH"), Gen.Const("======="), Gen.Const(">>>>>>> REPLACE"),
                Gen.Const("a/b.cs"), Gen.Const("\r"), Gen.String)
        .List[0, 30].Sample(lines => _ = PatchExtractor.Extract(string.Join('\n', lines)));
}
