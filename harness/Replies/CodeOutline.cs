namespace Eval.Harness.Replies;

/// <summary>The shape of a piece of Python or JavaScript, as far as it can be seen without its parser.</summary>
/// <param name="Parses">Whether nothing in it is against the language's grammar, as far as that is looked at.</param>
/// <param name="CleanEnd">Where the last whole statement ends before the first mistake.</param>
/// <param name="Statements">The statements before the first mistake.</param>
internal sealed record CodeOutline(bool Parses, int CleanEnd, IReadOnlyList<CodeStatement> Statements)
{
    /// <summary>Gets the names that are defined at the top level.</summary>
    public IReadOnlySet<string> Declares { get; } = Statements.SelectMany(statement => statement.Declares).ToHashSet();

    /// <summary>Gets the names that must come from elsewhere.</summary>
    public IEnumerable<string> Needs => Statements.SelectMany(statement => statement.Needs).Except(Declares);

    /// <summary>Gets how well the code answers to an entry point: a name, or a type and a member of it.</summary>
    public AnswerRank RankFor(string? entryPoint)
    {
        if (!Parses)
        {
            return AnswerRank.Unreadable;
        }

        var own = Statements.Where(statement => !statement.IsImport && !statement.IsStub).ToList();
        if (entryPoint is null)
        {
            return own.Any(statement => statement.Declares.Count > 0) ? AnswerRank.DeclaresMember : AnswerRank.Parses;
        }

        var dot = entryPoint.LastIndexOf('.');
        var (type, member) = dot < 0 ? (entryPoint, entryPoint) : (entryPoint[..dot], entryPoint[(dot + 1)..]);
        bool IsAsked(CodeStatement statement) => statement.Declares.Contains(type) && (dot < 0 || statement.Methods.Contains(member));
        bool Exports(CodeStatement statement) =>
            statement.IsWholeExport && (statement.ExportedName is not { } name || Declares.Contains(name));
        bool IsMember(CodeStatement statement) =>
            statement.Methods.Contains(member) || Exports(statement) || dot >= 0 && statement.Declares.Contains(member);
        return own.Any(IsAsked) ? AnswerRank.DeclaresEntryPoint : own.Any(IsMember) ? AnswerRank.DeclaresMember : AnswerRank.Parses;
    }
}
