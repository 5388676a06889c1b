namespace Eval.Sandboxes.Tests.Roslyn;

public sealed class SyntaxOutlineTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task Types_and_their_methods_are_seen()
    {
        const string Source = "using System;\nnamespace A.B;\n[Obsolete]\npublic static class C { public static int F() => 1; int _x; }";

        var outline = await ReadAsync(Source);

        var type = Assert.Single(outline.Members);
        Assert.Equal((0, OutlineMemberKind.Type, "C", "A.B", "public static"),
            (outline.Errors, type.Kind, type.Name, type.Namespace, type.Modifiers));
        Assert.StartsWith("class C", Source[type.Keyword!.Value..], StringComparison.Ordinal);
        Assert.Equal([OutlineMemberKind.Method, OutlineMemberKind.Other], type.Members.Select(member => member.Kind));
    }

    /// <summary>They are put into the tests' own sources, and must mean there what they mean to the compiler.</summary>
    [Fact]
    public async Task Names_are_told_without_what_stands_between_their_words()
    {
        var outline = await ReadAsync("namespace A./* } class X { } */\n#if DEBUG\nB\n#else\nC\n#endif\n.D { [A /* Fact */ . B] public /* "
            + "partial */ static class E { } }");

        var type = Assert.Single(outline.Members);
        Assert.Equal(("A.B.D", "public static", "A.B"), (type.Namespace, type.Modifiers, type.Attributes[0]));
    }

    [Fact]
    public async Task Bare_methods_and_statements_are_told_apart()
    {
        const string Source = "// adds\npublic static int F(int x) { return x; }\nConsole.WriteLine(F(1));";

        var outline = await ReadAsync(Source);

        Assert.Equal([OutlineMemberKind.Method, OutlineMemberKind.Statement], outline.Members.Select(member => member.Kind));
        Assert.StartsWith("public static int F", Source[outline.Members[0].Keyword!.Value..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class A {", 1)]
    [InlineData("Here is the code you asked for.", 1)]
    [InlineData("class A { }", 0)]
    [InlineData("", 0)]
    public async Task Errors_are_counted(string source, int atLeast)
    {
        var outline = await ReadAsync(source);

        Assert.True(atLeast == 0 ? outline.Errors == 0 : outline.Errors >= atLeast);
    }

    [Fact]
    public async Task A_source_beyond_the_parser_is_an_error_and_not_an_end()
    {
        var bomb = await ReadAsync("class A { void F() {" + new string('{', 120_000) + new string('}', 120_000) + "} }");
        var honest = await ReadAsync("class A { }");

        Assert.True(bomb.Errors >= 1 || bomb.Members.Count == 1);
        Assert.Equal(0, honest.Errors);
    }

    private Task<SyntaxOutline> ReadAsync(string source) => fixture.Sandbox.ReadAsync(source, TestContext.Current.CancellationToken);
}
