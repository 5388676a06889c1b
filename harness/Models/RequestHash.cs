using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Eval.Harness.Models;

/// <summary>
/// Identifies a request: who is asked, what, and with which parameters. The sample's number is not part of it; together they are the key
/// under which a reply is found again.
/// </summary>
internal static class RequestHash
{
    private const string Assistant = "assistant";

    public static string Compute(ModelSpec model, ModelRequest request)
    {
        if (model.Source is PolicySource policy)
        {
            // It is what its models are asked, and how it decides between them.
            return Hash(new { Policy = policy.Definition, Asked = policy.Asked.Select(asked => Compute(asked, request)) });
        }

        var asked = Hash(new
        {
            Provider = model.Source.Name,
            model.RequestedModel,
            model.Parameters.Temperature,
            model.Parameters.TopP,
            MaxOutputTokens = model.Parameters.OutputLimit,
            model.Parameters.Seed,
            ExtraBody = model.Parameters.ExtraBody.OrderBy(field => field.Key, StringComparer.Ordinal)
                .Select(field => new { field.Key, Value = field.Value.GetRawText() }),
            request.Messages,
        });
        // A gateway may be told in a header whom to ask.
        return model.Parameters.Headers.Count == 0 ? asked
            : Hash(new { Asked = asked, Headers = model.Parameters.Headers.OrderBy(header => header.Key, StringComparer.Ordinal) });
    }

    /// <summary>
    /// Identifies a turn of a conversation by how it began and what the model has said since. What it was told in between is left out: an
    /// agent's commands print times and the like, which no second run prints again. Null where the model has not said anything yet.
    /// </summary>
    public static string? OfConversation(ModelSpec model, ModelRequest request)
    {
        var beginning = request.Messages.TakeWhile(message => message.Role != Assistant).ToList();
        var said = request.Messages.Where(message => message.Role == Assistant).ToList();
        return said.Count == 0 ? null : Compute(model, request with { Messages = [.. beginning, .. said] });
    }

    private static string Hash<T>(T content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(content))));
}
