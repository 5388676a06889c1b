using Eval.Datasets;
using Eval.Sandboxes;

namespace Eval.Harness.Replies;

/// <summary>Chooses the answer of a reply in C#, which may stand in several blocks: they become sources of one compilation.</summary>
internal sealed class CSharpAnswers(ISyntaxReader syntax, FunctionTask task)
{
    /// <summary>Enough for every reply that means to be read; each beginning costs a parse.</summary>
    private const int MaxBeginnings = 4;

    private const string Partial = "partial ";

    private readonly CSharpShape _shape = new(syntax, task);

    public async Task<ExtractedCode?> ChooseAsync(IReadOnlyList<CodePiece> pieces, CancellationToken ct)
    {
        var candidates = new List<Candidate>();
        Candidate? best = null;
        for (var i = pieces.Count - 1; i >= 0; i--)
        {
            foreach (var candidate in await ReadAsync(pieces[i], ct))
            {
                if (candidate.Answer.IsBeyondParser)
                {
                    // The reply is scored by it: trying on would cost a parser for every such block.
                    return candidate.Answer with { Candidates = candidates.Count + 1 };
                }

                candidates.Add(candidate);
                best = best is null || candidate.Answer.Rank > best.Answer.Rank ? candidate : best;
            }
        }

        return best is null ? null : Complete(best, candidates) with { Candidates = candidates.Count };
    }

    /// <summary>Returns what may be an answer in a piece, the last first.</summary>
    private async Task<IReadOnlyList<Candidate>> ReadAsync(CodePiece piece, CancellationToken ct)
    {
        switch (piece.Kind)
        {
            case CodePieceKind.Loose:
                return await ReadLooseAsync(piece.Text, ct);
            case CodePieceKind.WholeReply when task.PromptStyle != PromptStyle.Continuation || ReplyText.IsRefusal(piece.Text):
                return [];
        }

        var sources = new List<CSharpSource>();
        foreach (var file in CSharpSource.SplitFiles(CSharpSource.WithoutDirectives(piece.Text)))
        {
            sources.Add(new CSharpSource(file, await syntax.ReadAsync(file, ct)));
        }

        if (piece.Kind == CodePieceKind.OpenBlock && sources is [{ Outline: { Errors: > 0, CleanEnd: > 0 and var end } } open])
        {
            sources = [new CSharpSource(open.Text[..end], await syntax.ReadAsync(open.Text[..end], ct))];
        }

        return [await CandidateAsync(sources, ct)];
    }

    private async Task<IReadOnlyList<Candidate>> ReadLooseAsync(string text, CancellationToken ct)
    {
        var found = new List<Candidate>();
        var lines = TextLines.Split(text);
        var beginnings = 0;
        for (var i = 0; i < lines.Length && beginnings < MaxBeginnings; i++)
        {
            if (!CSharpText.Begins(lines[i]))
            {
                continue;
            }

            beginnings++;
            var code = CSharpSource.WithoutDirectives(LooseCode.Unindented(lines, i));
            var outline = await syntax.ReadAsync(code, ct);
            var end = outline.IsBeyondParser ? 0 : outline.Errors == 0 ? code.Length : outline.CleanEnd;
            if (end > 0)
            {
                var source = new CSharpSource(code[..end], end == code.Length ? outline : await syntax.ReadAsync(code[..end], ct));
                found.Add(await CandidateAsync([source], ct));
                i += code.AsSpan(0, end).Count('\n');
            }
        }

        found.Reverse();
        return found;
    }

    private async Task<Candidate> CandidateAsync(List<CSharpSource> sources, CancellationToken ct)
    {
        if (sources.Any(source => source.Outline.IsBeyondParser))
        {
            return new Candidate(sources, new ExtractedCode(sources[0].Text, AnswerRank.Unreadable) { IsBeyondParser = true });
        }

        var (main, answer) = (0, (ExtractedCode?)null);
        for (var i = sources.Count - 1; i >= 0; i--)
        {
            var shaped = await _shape.ShapeAsync(sources[i], ct);
            (main, answer) = answer is null || shaped.Rank > answer.Rank ? (i, shaped) : (main, answer);
        }

        return new Candidate(sources,
            answer! with { Others = sources.Where((_, index) => index != main).Select(source => source.Text).ToList() });
    }

    /// <summary>Adds the sources of other pieces whose names an answer needs, and what is known of its types.</summary>
    private ExtractedCode Complete(Candidate chosen, List<Candidate> candidates)
    {
        var answer = chosen.Answer;
        var used = new List<CSharpSource>(chosen.Sources);
        if (answer.Rank is AnswerRank.DeclaresEntryPoint or AnswerRank.DeclaresMember && candidates.Count > 1)
        {
            // The nearest before it first, then what comes behind it; the candidates are in the opposite order.
            var place = candidates.IndexOf(chosen);
            var others = candidates.Index().Where(other => other.Index != place)
                .OrderBy(other => other.Index < place).ThenBy(other => Math.Abs(other.Index - place))
                .SelectMany(other => other.Item.Sources).ToList();
            var helpers = new NeededSources(chosen.Sources, others, TestText.From(task)).Find();
            used.AddRange(helpers);
            answer = answer with { Others = [.. answer.Others, .. helpers.Select(helper => _shape.AsHelper(helper, answer.Host))] };
            if (helpers.Any(helper => helper.BareMethods.Any()) && answer.Host is { IsPartial: false } host)
            {
                answer = answer with
                {
                    Code = answer.Code.Insert(host.Keyword, Partial),
                    Host = host with { Keyword = host.Keyword + Partial.Length, IsPartial = true },
                };
            }

            answer = WithUsings(answer, candidates);
        }

        return answer with
        {
            Types = used.SelectMany(source => source.Types).Where(type => type.Namespace.Length > 0)
                .Select(type => new AnswerType(type.Name, type.Namespace, type.Arity > 0)).Distinct().ToList(),
        };
    }

    /// <summary>Puts using directives that stand in a block of their own in front.</summary>
    private static ExtractedCode WithUsings(ExtractedCode answer, List<Candidate> candidates)
    {
        var usings = string.Concat(candidates.SelectMany(other => other.Sources)
            .Where(source => source.Outline is { Errors: 0, UsingsEnd: > 0, Members.Count: 0 })
            .Select(source => source.Text.TrimEnd() + "\n"));
        return usings.Length == 0 ? answer : answer with
        {
            Code = usings + answer.Code,
            Host = answer.Host is { } host ? host with { Keyword = host.Keyword + usings.Length } : null,
        };
    }

    private sealed record Candidate(IReadOnlyList<CSharpSource> Sources, ExtractedCode Answer);
}
