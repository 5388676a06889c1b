using System.Text.RegularExpressions;
using Eval.Datasets;

namespace Eval.Harness.Replies;

/// <summary>Chooses the answer of a reply in a language whose code is looked at here and parsed where it runs.</summary>
/// <param name="task">The task.</param>
/// <param name="reader">Reads the language.</param>
/// <param name="tags">What its fences are tagged by.</param>
/// <param name="shape">Makes a whole program of code of a rank.</param>
internal sealed class OutlinedAnswers(
    FunctionTask task, ICodeReader reader, IReadOnlyCollection<string> tags, Func<string, AnswerRank, ExtractedCode> shape)
{
    private const int MaxAlternatives = 2;

    public ExtractedCode? Choose(IReadOnlyList<CodePiece> pieces)
    {
        var candidates = new List<CodeCandidate>();
        foreach (var piece in pieces)
        {
            var isForeign = piece.Tag.Length > 0 && !tags.Contains(piece.Tag);
            candidates.AddRange(Read(piece).Select((found, index) => found with { Order = candidates.Count + index,
                IsForeign = isForeign }));
        }

        var ranked = candidates.OrderByDescending(Strength)
            .ThenBy(candidate => candidate.Rank <= AnswerRank.Parses && candidate.IsForeign)
            .ThenByDescending(candidate => candidate.Order).ToList();
        if (ranked.Count == 0)
        {
            return null;
        }

        var given = new Lazy<IReadOnlySet<string>>(() =>
            task.PromptStyle == PromptStyle.Continuation ? reader.Read(task.Prompt).Declares : new HashSet<string>());
        var tests = new Lazy<string>(() => TestText.From(task));
        ExtractedCode Whole(CodeCandidate candidate)
        {
            var isWhole = candidate.Rank is AnswerRank.DeclaresEntryPoint or AnswerRank.DeclaresMember;
            var code = !isWhole ? candidate.Code
                : NeededCode.Join(candidate, candidates, name => given.Value.Contains(name), name => TestText.Mentions(tests.Value, name));
            var rank = IsWholeUnread(candidate) ? AnswerRank.Parses : candidate.Rank;
            return shape(code, rank) with { Rank = candidate.Rank, Candidates = candidates.Count };
        }

        var best = Whole(ranked[0]);
        var least = ranked[0].Rank > AnswerRank.Parses ? AnswerRank.CompletesPrompt : AnswerRank.Unreadable;
        var fallback = shape(ranked[0].Code,
            IsWholeUnread(ranked[0]) ? AnswerRank.Unreadable : AnswerRank.Parses) with { Candidates = candidates.Count };
        return best with
        {
            Alternatives = ranked.Skip(1).Where(candidate => candidate.Rank >= least).Select(Whole).Prepend(fallback)
                .Where(other => other.Code != best.Code).DistinctBy(other => other.Code).Take(MaxAlternatives).ToList(),
        };
    }

    /// <summary>
    /// The rank; but what is against the grammar as it is looked at here, and says that it declares the entry point, may be right all the
    /// same, and what follows the grammar without that says less.
    /// </summary>
    private double Strength(CodeCandidate candidate) => IsWholeUnread(candidate) ? (int)AnswerRank.Parses + 0.5 : (int)candidate.Rank;

    private bool IsWholeUnread(CodeCandidate candidate) => candidate.Rank == AnswerRank.Unreadable && SaysToDeclare(candidate.Code);

    private bool SaysToDeclare(string code) => task.EntryPoint is { } name && Regex.IsMatch(
        code,
        $@"^[ \t]*(?:(?:export|default|async|public|static)\s+)*(?:def|class|function\s*\*?|const|let|var|func|fn)\s+{Regex.Escape(name.Split('.')[^1])}\b"
        + $@"|^[ \t]*(?:export\s+default\b|(?:module\.exports|(?:(?:module\.)?exports|globalThis|this)\.{Regex.Escape(name.Split('.')[^1])})\s*=)",
        RegexOptions.Multiline);

    /// <summary>Returns how well code answers to the task.</summary>
    public AnswerRank RankOf(string code)
    {
        var rank = reader.Read(code).RankFor(task.EntryPoint);
        return rank <= AnswerRank.Parses && Completes(code, mayBeCut: false) is not null ? AnswerRank.CompletesPrompt : rank;
    }

    private IEnumerable<CodeCandidate> Read(CodePiece piece)
    {
        if (piece.Kind == CodePieceKind.Loose)
        {
            foreach (var found in LooseCode.Find(piece.Text, reader))
            {
                var shapeOf = reader.Read(found);
                yield return new CodeCandidate(found, shapeOf, shapeOf.RankFor(task.EntryPoint), 0);
            }

            yield break;
        }

        var (code, outline) = piece.Kind == CodePieceKind.WholeReply ? (piece.Text, new CodeOutline(false, 0, [])) : Readable(piece);
        var rank = outline.RankFor(task.EntryPoint);
        if (rank <= AnswerRank.Parses && Completes(piece.Text, piece.Kind != CodePieceKind.Block) is { } body)
        {
            yield return new CodeCandidate(body, new CodeOutline(true, 0, []), AnswerRank.CompletesPrompt, 0);
        }
        else if (piece.Kind != CodePieceKind.WholeReply || task.PromptStyle == PromptStyle.Continuation && !ReplyText.IsRefusal(piece.Text))
        {
            yield return new CodeCandidate(code, outline, rank, 0);
        }
    }

    private (string Code, CodeOutline Outline) Readable(CodePiece piece)
    {
        var outline = reader.Read(piece.Text);
        if (outline.Parses)
        {
            return (piece.Text, outline);
        }

        if (LooseCode.Unindented(piece.Text, reader) is { } left && reader.Read(left) is { Parses: true } shifted)
        {
            return (left, shifted);
        }

        if (Transcript.Typed(piece.Text) is { } typed && reader.Read(typed) is { Parses: true } session)
        {
            return (typed, session);
        }

        return piece.Kind == CodePieceKind.OpenBlock && outline.Statements.Count > 0
            ? (piece.Text[..outline.CleanEnd], reader.Read(piece.Text[..outline.CleanEnd]))
            : (piece.Text, outline);
    }

    /// <summary>Returns the part of a text that continues the prompt; null where it does not.</summary>
    private string? Completes(string text, bool mayBeCut)
    {
        if (task.PromptStyle != PromptStyle.Continuation || task.EntryPoint is null || !reader.Continues(task.Prompt, text))
        {
            return null;
        }

        var body = StopTokens.Cut(task, text, reader);
        var outline = reader.Read(task.Prompt + body);
        if (!outline.Parses && mayBeCut && outline.CleanEnd > task.Prompt.Length)
        {
            body = body[..(outline.CleanEnd - task.Prompt.Length)];
            outline = reader.Read(task.Prompt + body);
        }

        return outline.RankFor(task.EntryPoint) >= AnswerRank.DeclaresMember ? body : null;
    }
}
