using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Tests.Scoring;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Replies;

/// <summary>Right answers in C# pass in whatever files, blocks and namespaces they come.</summary>
public sealed class CSharpRepliesTests(ScorerFixture scorer) : IClassFixture<ScorerFixture>
{
    private const string Answer = "public static class Shelf\n{\n    public static Book Longest(params Book[] books) => books.MaxBy(book "
        + "=> book.Pages)!;\n}\n\npublic sealed record Book(string Title, int Pages);\n";

    public static TheoryData<string> Replies => new(
        // Namespaces and file-based programs.
        Fence("namespace Library;\n\n" + Answer),
        Fence("namespace Library\n{\n" + Answer + "}\n"),
        Fence("namespace Shelf.Parts;\n\n" + Answer),
        Fence("namespace Library.Books\n{\n    public sealed record Book(string Title, int Pages);\n}\n\nnamespace Library\n{\n    using "
            + "Library.Books;\n\n    public static class Shelf\n    {\n        public static Book Longest(params Book[] books) => "
            + "books.MaxBy(book => book.Pages)!;\n    }\n}\n"),
        Fence("#!/usr/bin/env dotnet\n#:sdk Microsoft.NET.Sdk\n#:property LangVersion=preview\n\n" + Answer),
        // Several files in several blocks, or in one.
        $"The record:\n\n{Fence("public sealed record Book(string Title, int Pages);")}\nThe "
            + $"class:\n\n{Fence("using System.Linq;\n\npublic static class Shelf\n{\n    public static Book Longest(params Book[] books) => books.MaxBy(book => book.Pages)!;\n}")}",
        $"The class:\n\n{Fence("public static class Shelf\n{\n    public static Book Longest(params Book[] books) => books.MaxBy(book => book.Pages)!;\n}")}\nThe record:\n\n{Fence("public sealed record Book(string Title, int Pages);")}",
        $"{Fence("namespace Library.Books;\n\npublic sealed record Book(string Title, int Pages);")}\n{Fence("using Library.Books;\n\nnamespace Library;\n\npublic static class Shelf\n{\n    public static Book Longest(params Book[] books) => books.MaxBy(book => book.Pages)!;\n}")}",
        Fence("// Book.cs\nnamespace Library;\n\npublic sealed record Book(string Title, int Pages);\n\n// File: src/Shelf.cs\nusing "
            + "System.Linq;\nusing Library;\n\npublic static class Shelf\n{\n    public static Book Longest(params Book[] books) => "
            + "books.MaxBy(book => book.Pages)!;\n}"),
        $"{Fence("using static System.Math;")}\n{Fence(Answer.Replace("book.Pages)!", "Max(book.Pages, 0))!", StringComparison.Ordinal))}",
        $"{Fence("static Book Better(Book left, Book right) => left.Pages >= right.Pages ? left : right;")}\n{Fence("public static class Shelf\n{\n    public static Book Longest(params Book[] books) => books.Aggregate(Better);\n}\n\npublic sealed record Book(string Title, int Pages);")}",
        // Parts of one type, and a part that is a draft.
        $"{Fence("public static partial class Shelf\n{\n    private static int Size(Book book) => book.Pages;\n}")}\nand\n\n{Fence("public static partial class Shelf\n{\n    public static Book Longest(params Book[] books) => books.MaxBy(Size)!;\n}\n\npublic sealed record Book(string Title, int Pages);")}",
        $"{Fence("public static partial class Shelf\n{\n    public static Book Longest(params Book[] books) => books[0];\n}\n\npublic sealed record Book(string Title, int Pages);")}\nBetter:\n\n{Fence("public static partial class Shelf\n{\n    public static Book Longest(params Book[] books) => books.MaxBy(book => book.Pages)!;\n}")}",
        // A draft of the same names lends only what is needed.
        $"{Fence("public static class Shelf\n{\n    public static Book Longest(params Book[] books) => books[0];\n}\n\npublic sealed record Book(string Title, int Pages);")}\nBetter:\n\n{Fence("public static class Shelf\n{\n    public static Book Longest(params Book[] books) => books.MaxBy(book => book.Pages)!;\n}")}",
        // What stands behind it.
        $"{Fence(Answer)}\n{Fence("var book = Shelf.Longest(new Book(\"a\", 1));\nConsole.WriteLine(book);")}",
        $"{Fence(Answer)}\n{Fence("public class ShelfTests\n{\n    [Fact]\n    public void Longest() => Assert.NotNull(Shelf.Longest());\n}")}",
        $"{Fence(Answer)}\n{Fence("public interface IShelf\n{\n    Book Longest(params Book[] books);\n}")}",
        // Without fences, and with half of one.
        "Here is it:\n\nusing System.Linq;\n\n" + Answer + "\nThis class finds the longest book.\n",
        Answer + "```\n\nThat's all.",
        $"> {Fence(Answer).TrimEnd().ReplaceLineEndings("\n> ")}",
        $"{Fence(Answer).TrimEnd()}<|im_end|>");

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task Calls_find_the_answer(string reply)
    {
        var scored = await scorer.ScoreAsync(Task("calls",
            new CallTests { Cases =
            [new CallTest { Call = "Shelf.Longest(new Book(\"a\", 1), new Book(\"b\", 3), new Book(\"c\", 2)).Title",
            Expected = JsonSerializer.SerializeToElement("b") }] }), reply);

        Assert.True(scored.Verdict == Verdict.Passed, $"{scored.Verdict}: {scored.Error}\n{scored.Code}");
        Assert.NotNull(scored.Choice);
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task Statements_find_the_answer(string reply)
    {
        var scored = await scorer.ScoreAsync(Task("statements",
            new ProgramTests { Style = ProgramTestStyle.Statements,
            Code = "var longest = Shelf.Longest(new Book(\"a\", 1), new Book(\"b\", 3));\nAssert.Equal(\"b\", longest.Title);" }), reply);

        Assert.True(scored.Verdict == Verdict.Passed, $"{scored.Verdict}: {scored.Error}\n{scored.Code}");
    }

    [Fact]
    public async Task An_answer_of_several_files_is_parted_again_when_it_is_judged_anew()
    {
        var task = Task("again",
            new CallTests { Cases = [new CallTest { Call = "Shelf.Longest(new Book(\"a\", 1)).Pages",
            Expected = JsonSerializer.SerializeToElement(1) }] });
        var first = await scorer.ExtractAsync(task, Replies.ElementAt(7).Data);

        var again = await scorer.ExtractAsync(task, Fence(first.Text));

        Assert.Single(first.Others);
        Assert.Equal((first.Rank, 1), (again.Rank, again.Others.Count));
        Assert.Equal(Verdict.Passed, (await scorer.ScoreAsync(task, Fence(first.Text))).Verdict);
    }

    [Fact]
    public async Task A_generic_type_in_a_namespace_is_found()
    {
        const string Pile = "namespace Things;\n\npublic class Pile<T>\n{\n    private readonly List<T> _items = [];\n    public int Put(T "
            + "item) { _items.Add(item); return _items.Count; }\n}\n";
        var task = Task("pile",
            new CallTests { Cases = [new CallTest { Call = "new Pile<int>().Put(3)", Expected = JsonSerializer.SerializeToElement(1) }] })
            with { EntryPoint = "Pile.Put" };

        Assert.Equal(Verdict.Passed, (await scorer.ScoreAsync(task, Fence(Pile))).Verdict);
    }

    private static string Fence(string code) => $"```csharp\n{code}\n```\n";

    private static FunctionTask Task(string id, TestSuite tests) => new()
    {
        Id = id,
        Dataset = "replies",
        Language = "csharp",
        Class = "completion",
        Prompt = "Write a record Book and a class Shelf.",
        EntryPoint = "Shelf.Longest",
        ReferenceSolution = Answer,
        Tests = tests,
    };
}
