using System.Text.Json;

namespace Eval.Datasets;

/// <summary>Finds an answer's text in a record by the names that fields of answers have.</summary>
internal static class AnswerFields
{
    /// <summary>The fields of which an answer has exactly one, and those that hold a list of answers.</summary>
    private static readonly (string Field, CompletionKind Kind)[] Own =
    [
        ("completion", CompletionKind.Completion),
        ("solution", CompletionKind.Solution),
        ("reply", CompletionKind.Reply),
        ("completions", CompletionKind.Completion),
        ("solutions", CompletionKind.Solution),
        ("replies", CompletionKind.Reply),
    ];

    /// <summary>What inference scripts call a raw reply; read where none of our own names is there.</summary>
    private static readonly string[] Replies = ["response", "output", "generation", "responses", "outputs", "generations"];

    /// <summary>Names under which other harnesses keep code; only hinted at, since sets hold their own solutions under them too.</summary>
    private static readonly (string Field, string Meant)[] Hints =
    [
        ("code", "solution"), ("program", "solution"), ("generated_code", "solution"), ("extracted_code", "solution"),
        ("canonical_solution", "solution"), ("answer", "reply"), ("text", "reply"), ("content", "reply"), ("prediction", "reply"),
        ("generated_text", "reply"), ("model_output", "reply"),
    ];

    /// <summary>Returns the answers of a record; null for one is an answer that never came.</summary>
    public static IReadOnlyList<AnswerText> Read(DataRecord record)
    {
        var given = Own.Where(each => record.Has(each.Field)).ToList();
        if (given.Count > 1)
        {
            throw record.Problem(
                given[0].Field, $"stands beside {given[1].Field}; an answer has exactly one of completion, solution and reply.");
        }

        if (given.Count == 1)
        {
            return Texts(record, given[0].Field, given[0].Kind);
        }

        var replies = Replies.Where(record.Has).ToList();
        if (replies.Count > 1)
        {
            throw record.Problem(
                "reply", $"is missing, and both '{replies[0]}' and '{replies[1]}' may be meant for it; call the reply 'reply'.");
        }

        if (replies.Count == 1)
        {
            return Texts(record, replies[0], CompletionKind.Reply);
        }

        return Own.Any(each => record.Value(each.Field) is not null) || Replies.Any(field => record.Value(field) is not null)
            ? [AnswerText.None]
            : throw record.Problem(
                "completion", $"is missing, and so are 'solution' and 'reply'; an answer has exactly one of them{Hint(record)}.");
    }

    private static string Hint(DataRecord record)
    {
        var known = Hints.FirstOrDefault(hint => record.IsText(hint.Field));
        if (known.Field is not null)
        {
            return $" (did you mean '{known.Meant}' by '{known.Field}'?)";
        }

        var names = Own.Select(each => each.Field).ToList();
        var misspelt = record.Fields.FirstOrDefault(name => NearestName.Find(name, names) is not null);
        return misspelt is null ? "" : $" (did you mean '{NearestName.Find(misspelt, names)}' by '{misspelt}'?)";
    }

    private static IReadOnlyList<AnswerText> Texts(DataRecord record, string field, CompletionKind kind)
    {
        if (record.Value(field) is not { ValueKind: JsonValueKind.Array } list)
        {
            return [new AnswerText(kind, record.AnyText(field))];
        }

        return [.. list.EnumerateArray().Select(item => item.ValueKind switch
        {
            JsonValueKind.Null => AnswerText.None,
            JsonValueKind.String => new AnswerText(kind, record.Decoded(item, field)),
            _ => throw record.Problem(field, "holds something other than texts; a text, or a list of them, is needed."),
        })];
    }
}
