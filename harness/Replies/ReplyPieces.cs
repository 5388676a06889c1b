using System.Net;
using System.Text.RegularExpressions;
using Eval.Datasets;

namespace Eval.Harness.Replies;

/// <summary>Takes a reply apart into the pieces that may be code. Their number and length are bounded, however long the reply is.</summary>
internal static partial class ReplyPieces
{
    /// <summary>Longer sources are compiled nowhere.</summary>
    public const int MaxChars = 256 << 10;

    public const int MaxPieces = 32;

    private static readonly string[] Encoded = ["&lt;", "&gt;", "&amp;", "&quot;", "&#39;"];

    /// <summary>Returns the pieces of the visible part of a reply in their order.</summary>
    /// <param name="visible">The visible part.</param>
    /// <param name="member">The name of what the tests call: where there are too many pieces, those that do not mention it go.</param>
    public static IReadOnlyList<CodePiece> Read(string visible, string member)
    {
        var parts = Fences.Split(visible);
        var pieces = parts.Any(part => part.Block is not null) ? [] : new List<CodePiece> { new(visible, "", CodePieceKind.WholeReply) };
        foreach (var part in parts)
        {
            if (part.Block is not { } block)
            {
                pieces.AddRange(Unwrapped(part.Text));
                continue;
            }

            var kind = block.IsClosed ? CodePieceKind.Block : CodePieceKind.OpenBlock;
            if (block.WithFirstLine is { } whole)
            {
                pieces.Add(new CodePiece(whole, "", kind));
            }

            pieces.Add(new CodePiece(ChatTokens.TrimEnd(block.Code), block.Tag, kind));
        }

        return Bounded(pieces.Where(piece => !string.IsNullOrWhiteSpace(piece.Text)).SelectMany(Cut).ToList(), member);
    }

    /// <summary>Returns the code of a reply that is one fenced block of its language and nothing else; null for any other reply.</summary>
    public static string? OnlyBlock(string reply, IReadOnlyCollection<string> tags)
    {
        var begin = reply.StartsWith("```", StringComparison.Ordinal) ? reply.IndexOf('\n') : -1;
        if (begin < 0 || FenceLine.TryRead(reply[..begin]) is not { } fence || !tags.Contains(fence.Tag))
        {
            return null;
        }

        var text = reply.AsSpan().TrimEnd();
        var end = text.LastIndexOf('\n');
        var marks = reply[..begin].TakeWhile(letter => letter == '`').Count();
        var closing = new string('`', marks);
        return end > begin && text[(end + 1)..].SequenceEqual(closing)
            && !text[begin..end].Contains("\n" + closing, StringComparison.Ordinal)
            ? reply[(begin + 1)..end]
            : null;
    }

    /// <summary>Parts loose text at the tags that some models put around code.</summary>
    private static List<CodePiece> Unwrapped(string text)
    {
        var pieces = new List<CodePiece>();
        var lines = new List<string>();
        var isMarkup = false;
        foreach (var line in TextLines.Split(text))
        {
            var bare = line.TrimStart();
            if (!line.Contains('<', StringComparison.Ordinal) && !bare.StartsWith('[') || bare is ['/' or '*' or '#', ..])
            {
                lines.Add(line);
                continue;
            }

            var rest = line;
            while (Opening().Match(rest) is { Success: true } opening)
            {
                Flush();
                isMarkup = opening.Groups[1].Value is "code" or "pre";
                rest = rest[opening.Length..];
            }

            var closing = Closing().Match(rest);
            lines.Add(closing.Success ? rest[..closing.Index] : rest);
            if (closing.Success)
            {
                Flush();
                isMarkup = false;
            }
        }

        Flush();
        return pieces;

        void Flush()
        {
            var stretch = string.Join('\n', lines);
            lines.Clear();
            // What is encoded holds no mark as it is.
            if (isMarkup && !stretch.Contains('<', StringComparison.Ordinal)
                && Encoded.Any(mark => stretch.Contains(mark, StringComparison.Ordinal)))
            {
                stretch = WebUtility.HtmlDecode(stretch);
            }

            pieces.Add(new CodePiece(stretch, "", CodePieceKind.Loose));
            if (stretch.StartsWith('>') || stretch.Contains("\n>", StringComparison.Ordinal))
            {
                pieces.Add(new CodePiece(Quote().Replace(stretch, ""), "", CodePieceKind.Loose));
            }
        }
    }

    private static List<CodePiece> Bounded(List<CodePiece> pieces, string member)
    {
        var seen = new HashSet<(string, bool)>();
        pieces.Reverse();
        var distinct = pieces.Where(piece => seen.Add((piece.Text, piece.Kind == CodePieceKind.WholeReply))).ToList();
        if (distinct.Count > MaxPieces)
        {
            distinct = [.. distinct.Where(piece => piece.Text.Contains(member, StringComparison.Ordinal)).Concat(distinct).Distinct()
                .Take(MaxPieces)];
            distinct = distinct.OrderBy(pieces.IndexOf).ToList();
        }

        distinct.Reverse();
        return distinct;
    }

    /// <summary>What is too long is read from its beginning; where nothing says that code begins there, from near its end too.</summary>
    private static IEnumerable<CodePiece> Cut(CodePiece piece)
    {
        var text = piece.Text;
        if (text.Length <= MaxChars)
        {
            return [piece];
        }

        var head = piece with
        {
            Text = text[..(text.LastIndexOf('\n', MaxChars) is var end and > 0 ? end : MaxChars)],
            Kind = piece.Kind == CodePieceKind.Block ? CodePieceKind.OpenBlock : piece.Kind,
        };
        return piece.Kind is CodePieceKind.Block or CodePieceKind.OpenBlock ? [head]
            : [head, piece with { Text = text[(text.IndexOf('\n', text.Length - MaxChars) + 1 is var start and > 0
                ? start : text.Length - MaxChars)..] }];
    }

    private const string Names =
        "code|pre|answer|solution|final_answer|final|response|completion|output|result|python|csharp|javascript|file";

    private const string Words = "PYTHON|TESTS?|CODE|ANSWER|SOLUTION|CSHARP|JAVASCRIPT|JS";

    // In other case [Test] is an attribute.
    [GeneratedRegex($@"^[ \t]*(?:</?({Names})(?:\s[^<>]{{0,100}})?>|(?-i:\[/?(?:{Words})\]))", RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    [GeneratedRegex($@"(?:(?:</(?:{Names})>|(?-i:\[/(?:{Words})\]))[ \t]*){{1,4}}$", RegexOptions.IgnoreCase)]
    private static partial Regex Closing();

    [GeneratedRegex("^>[ ]?", RegexOptions.Multiline)]
    private static partial Regex Quote();
}
