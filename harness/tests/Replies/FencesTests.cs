using CsCheck;
using Eval.Harness.Replies;

namespace Eval.Harness.Tests.Replies;

public sealed class FencesTests
{
    [Fact]
    public void A_block_has_its_tag_and_text()
    {
        var block = Assert.Single(Fences.Read("Here:\n```csharp\nint x;\n```\nDone."));

        Assert.Equal(new FencedBlock("csharp", "int x;", true), block);
    }

    [Theory]
    [InlineData("```C#\r\nint x;\r\n```", "c#")]
    [InlineData("~~~\nint x;\n~~~", "")]
    [InlineData("``` cs title=\"a.cs\"\nint x;\n```", "cs")]
    [InlineData("```csharp {.numberLines}\nint x;\n```", "csharp")]
    [InlineData("1. First\n   ```cs\n   int x;\n   ```", "cs")]
    [InlineData("- ```cs\n  int x;\n  ```", "cs")]
    [InlineData("1. First\n\n\t```cs\n\tint x;\n\t```", "cs")]
    [InlineData("> ```cs\n> int x;\n> ```", "cs")]
    [InlineData(">> ```cs\n>> int x;\n>> ```", "cs")]
    [InlineData("```{.cs .numberLines}\nint x;\n```", "cs")]
    [InlineData("```cs:src/a.cs\nint x;\n```", "cs")]
    [InlineData("Here:```cs\nint x;\n```", "cs")]
    [InlineData("```cs\nint x;```", "cs")]
    [InlineData("```cs\nint x;```\nDone.", "cs")]
    [InlineData("```cs\nint x;\n``` That is all of it.", "cs")]
    [InlineData("```cs\nint x;\n```<|im_end|>", "cs")]
    [InlineData("```cs int x; ```", "cs")]
    public void Variants_of_fences_are_read(string reply, string tag)
    {
        var block = Assert.Single(Fences.Read(reply));

        Assert.Equal((tag, "int x;"), (block.Tag, block.Code));
    }

    [Fact]
    public void A_line_that_stands_further_left_keeps_the_others_as_they_are()
    {
        var block = Assert.Single(Fences.Read("1. First\n   ```py\ndef f():\n    return 1\n   ```"));

        Assert.Equal("def f():\n    return 1", block.Code);
    }

    [Fact]
    public void Text_outside_of_blocks_is_kept_apart()
    {
        var parts = Fences.Split("code\n\n```cs\nint x;\n```\nmore");

        Assert.Equal(["code\n", "more"], parts.Where(part => part.Block is null).Select(part => part.Text));
    }

    [Fact]
    public void An_unclosed_block_runs_to_the_end()
    {
        Assert.Equal(new FencedBlock("cs", "int x;\nint y;", false), Assert.Single(Fences.Read("```cs\nint x;\nint y;")));
    }

    [Fact]
    public void A_longer_fence_holds_shorter_ones()
    {
        var blocks = Fences.Read("````markdown\n```cs\nint x;\n```\n````");

        Assert.Equal(["int x;", "```cs\nint x;\n```"], blocks.Select(block => block.Code));
    }

    [Fact]
    public void A_fence_inside_a_doc_comment_does_not_end_the_block()
    {
        var blocks = Fences.Read("```cs\n/* example:\n```text\nabc\n```\n*/\nint x;\n```");

        Assert.Contains(blocks, block => block.Tag == "cs" && block.Code.EndsWith("int x;", StringComparison.Ordinal));
    }

    [Fact]
    public void Any_text_can_be_read()
    {
        Gen.String[Gen.OneOf(Gen.Const('`'), Gen.Const('\n'), Gen.Const('~'), Gen.Char), 0, 80]
            .Sample(text => Fences.Read(text) is not null);
    }
}
