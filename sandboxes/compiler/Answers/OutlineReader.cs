using Eval.Sandboxes.Compiler.Frames;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Sandboxes.Compiler.Answers;

/// <summary>Reads the shape of a source.</summary>
internal static class OutlineReader
{
    /// <summary>A bare method with the modifiers it has inside a type; it is put into one.</summary>
    private const string ModifierNotValid = "CS0106";

    private const int MaxNames = 4096;

    public static byte[] Read(string source)
    {
        var tree = CSharpSyntaxTree.ParseText(source, AnswerCompiler.ParseOptions);
        var root = (CompilationUnitSyntax)tree.GetRoot();
        return CompilerFrames.Write(writer =>
        {
            var errors = tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error
                && diagnostic.Id != ModifierNotValid).ToList();
            writer.Write(errors.Count);
            writer.Write(root.Usings.Count == 0 ? 0 : root.Usings[^1].FullSpan.End);
            writer.Write(CleanEnd(root.Members, errors.Count == 0 ? int.MaxValue : errors.Min(error => error.Location.SourceSpan.Start)));
            var names = root.DescendantNodes().OfType<SimpleNameSyntax>().Select(name => name.Identifier.Text).Distinct().Take(MaxNames)
                .ToList();
            writer.Write(names.Count);
            names.ForEach(writer.Write);
            var members = Members(root.Members, "").ToList();
            writer.Write(members.Count);
            foreach (var (member, space) in members)
            {
                Write(writer, member, space, withMembers: true);
            }
        });
    }

    /// <summary>A file-scoped namespace holds all that follows it, so that its members are looked at.</summary>
    private static int CleanEnd(SyntaxList<MemberDeclarationSyntax> members, int error) =>
        (members is [FileScopedNamespaceDeclarationSyntax whole] ? whole.Members : members)
        .Select(member => member.Span.End).TakeWhile(end => end <= error).LastOrDefault();

    private static IEnumerable<(MemberDeclarationSyntax Member, string Namespace)> Members(IEnumerable<MemberDeclarationSyntax> members,
        string space)
    {
        foreach (var member in members)
        {
            if (member is BaseNamespaceDeclarationSyntax inner)
            {
                foreach (var nested in Members(inner.Members, space.Length == 0 ? Words(inner.Name) : $"{space}.{Words(inner.Name)}"))
                {
                    yield return nested;
                }
            }
            else
            {
                yield return (member, space);
            }
        }
    }

    /// <summary>A name as it is written, without comments and directives in it: it is put into sources that are not the answer's.</summary>
    private static string Words(NameSyntax name) => string.Concat(name.DescendantTokens().Select(token => token.Text));

    private static string Words(SyntaxTokenList modifiers) => string.Join(' ', modifiers.Select(token => token.Text));

    private static void Write(BinaryWriter writer, MemberDeclarationSyntax member, string space, bool withMembers)
    {
        var (kind, name, keyword, modifiers) = Describe(member);
        writer.Write((byte)kind);
        writer.Write(name);
        writer.Write(member.FullSpan.Start);
        writer.Write(member.FullSpan.Length);
        writer.Write(keyword ?? -1);
        writer.Write(modifiers);
        writer.Write(space);
        var attributes = member is GlobalStatementSyntax
            ? [] : member.AttributeLists.SelectMany(list => list.Attributes).Select(attribute => Words(attribute.Name)).ToList();
        writer.Write(attributes.Count);
        attributes.ForEach(writer.Write);
        writer.Write(member is TypeDeclarationSyntax { TypeParameterList: { } parameters } ? parameters.Parameters.Count : 0);
        writer.Write(IsStub(member));
        var members = withMembers && member is TypeDeclarationSyntax type ? type.Members.ToList() : [];
        writer.Write(members.Count);
        foreach (var inner in members)
        {
            Write(writer, inner, "", withMembers: false);
        }
    }

    /// <summary>The numbers are those of OutlineMemberKind.</summary>
    private static (int Kind, string Name, int? Keyword, string Modifiers) Describe(MemberDeclarationSyntax member) => member switch
    {
        TypeDeclarationSyntax type => (0, type.Identifier.Text, type.Keyword.SpanStart, Words(type.Modifiers)),
        EnumDeclarationSyntax type => (0, type.Identifier.Text, type.EnumKeyword.SpanStart, Words(type.Modifiers)),
        MethodDeclarationSyntax method => (1, method.Identifier.Text, AfterAttributes(method.AttributeLists, method),
            Words(method.Modifiers)),
        GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function } =>
            (1, function.Identifier.Text, AfterAttributes(function.AttributeLists, function), Words(function.Modifiers)),
        GlobalStatementSyntax => (3, "", null, ""),
        _ => (2, "", null, ""),
    };

    private static int AfterAttributes(SyntaxList<AttributeListSyntax> attributes, SyntaxNode node) =>
        (attributes.Count == 0 ? node.GetFirstToken() : attributes[^1].GetLastToken().GetNextToken()).SpanStart;

    private static bool IsStub(MemberDeclarationSyntax member)
    {
        var (body, expression) = member switch
        {
            MethodDeclarationSyntax method => (method.Body, method.ExpressionBody),
            GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function } => (function.Body, function.ExpressionBody),
            _ => (SyntaxFactory.Block(), null),
        };
        var thrown = body is { Statements: [ThrowStatementSyntax only] }
            ? only.Expression : (expression?.Expression as ThrowExpressionSyntax)?.Expression;
        return (body is null && expression is null) || thrown is ObjectCreationExpressionSyntax { Type: var type }
            && type.ToString().EndsWith("NotImplementedException", StringComparison.Ordinal);
    }
}
