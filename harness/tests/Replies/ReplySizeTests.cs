using System.Text;
using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Tests.Scoring;
using Eval.Sandboxes;

namespace Eval.Harness.Tests.Replies;

/// <summary>However long a reply is, its code is found and the work is bounded: what is handed to readers is counted, not timed.</summary>
public sealed class ReplySizeTests(ScorerFixture scorer) : IClassFixture<ScorerFixture>
{
    private const string Code = "def triple(n):\n    return 3 * n";
    private const int MiB = 1 << 20;

    public static TheoryData<string, string> Tails => new()
    {
        { "blank lines", "\n" },
        { "one word", "word " },
        { "sentences", "That is why it holds.\n" },
        { "fences", "```\n" },
        { "tagged fences", "```python\n" },
        { "blocks", "```python\nx = 1\n```\n" },
        { "glued fences", "x```\n" },
        { "closing tags", "</think" },
        { "definitions", "def f(\n" },
        { "quotes", "\"\"\"\n" },
        { "brackets", "(" },
        { "tokens", "<|x|>" },
    };

    [Theory]
    [MemberData(nameof(Tails))]
    public async Task A_long_tail_keeps_the_code(string name, string unit)
    {
        var reply = $"Here:\n\n```python\n{Code}\n```\n\n{string.Concat(Enumerable.Repeat(unit, 2 * MiB / unit.Length))}";

        var found = await new CodeExtractor(null).ExtractAsync(Triple, reply, TestContext.Current.CancellationToken);

        Assert.True(found.Code == Code, $"{name}: {found.Code[..Math.Min(found.Code.Length, 200)]}");
    }

    [Theory]
    [MemberData(nameof(Tails))]
    public void Pieces_are_bounded_in_number_and_length(string name, string unit)
    {
        foreach (var size in new[] { MiB / 4, 4 * MiB })
        {
            var pieces = ReplyPieces.Read(ReplyText.Visible(string.Concat(Enumerable.Repeat(unit, size / unit.Length))), "triple");

            Assert.True(pieces.Count <= ReplyPieces.MaxPieces && pieces.All(piece => piece.Text.Length <= ReplyPieces.MaxChars), name);
        }
    }

    [Fact]
    public async Task A_parser_is_asked_as_often_for_many_blocks_as_for_some()
    {
        var some = await AskedAsync(100);
        var many = await AskedAsync(20_000);

        Assert.Equal(some, many);
    }

    [Fact]
    public async Task A_parser_is_asked_as_often_for_many_files_in_a_block_as_for_some()
    {
        var some = await AskedAsync(100, "```csharp\n", "```\n", number => $"// File{number:00000}.cs\nclass A{number:00000} {{ }}\n");
        var many = await AskedAsync(20_000, "```csharp\n", "```\n", number => $"// File{number:00000}.cs\nclass A{number:00000} {{ }}\n");

        Assert.Equal(some, many);
    }

    [Theory]
    [InlineData("x ")]
    [InlineData("And so on.\n")]
    [InlineData("(")]
    [InlineData("\n")]
    public async Task Code_without_marks_is_kept_in_front_of_a_long_tail_and_behind_a_long_beginning(string unit)
    {
        var tail = string.Concat(Enumerable.Repeat(unit, 10 * MiB / unit.Length));
        foreach (var reply in new[] { $"{Code}\n\n{tail}", $"{tail}\n\n{Code}\n", $"```python\n{Code}\n\n{tail}" })
        {
            var found = await new CodeExtractor(null).ExtractAsync(Triple, reply, TestContext.Current.CancellationToken);

            Assert.Contains("return 3 * n", found.Code, StringComparison.Ordinal);
            Assert.Equal(AnswerRank.DeclaresEntryPoint, found.Rank);
        }
    }

    private Task<int> AskedAsync(int blocks) => AskedAsync(blocks, "", "", number => $"```csharp\nclass A{number:00000} {{ }}\n```\n");

    private async Task<int> AskedAsync(int blocks, string begin, string end, Func<int, string> block)
    {
        var reader = new CountingReader(scorer.Syntax);
        var reply = new StringBuilder(begin);
        for (var i = 0; i < blocks; i++)
        {
            reply.Append(block(i));
        }

        reply.Append(end);
        await new CodeExtractor(reader).ExtractAsync(Triple with { Language = "csharp" }, reply.ToString(),
            TestContext.Current.CancellationToken);
        return reader.Asked;
    }

    private static FunctionTask Triple => new()
    {
        Id = "triple",
        Dataset = "test",
        Language = "python",
        Class = "completion",
        Prompt = "Write triple(n).",
        EntryPoint = "triple",
        Tests = new CallTests { Cases = [] },
    };

    /// <summary>Counts what the parser is asked.</summary>
    private sealed class CountingReader(ISyntaxReader parser) : ISyntaxReader
    {
        public int Asked { get; private set; }

        public Task<SyntaxOutline> ReadAsync(string source, CancellationToken ct)
        {
            Asked++;
            return parser.ReadAsync(source, ct);
        }
    }
}
