using System.Globalization;
using System.Text.Json;
using Eval.Results.Records;

namespace Eval.Reports.Exports;

/// <summary>Writes what a model was measured with as the initializer of a <c>RoutedModel</c>.</summary>
internal static class CSharpParameters
{
    /// <summary>Returns the initializer with a blank in front; empty where there is nothing to say.</summary>
    public static string Write(ModelParameters parameters)
    {
        var members = new List<string>();
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                members.Add($"{name} = {value}");
            }
        }

        Add("Temperature", Number(parameters.Temperature));
        Add("TopP", Number(parameters.TopP));
        Add("MaxOutputTokens", parameters.OutputLimit?.ToString(CultureInfo.InvariantCulture));
        Add("Seed", parameters.Seed?.ToString(CultureInfo.InvariantCulture));
        Add("Fields", Texts(parameters.ExtraBody.Select(field => KeyValuePair.Create(field.Key, JsonSerializer.Serialize(field.Value)))));
        Add("Query", Texts(parameters.Query));
        Add("Headers", Texts(parameters.Headers));
        return members.Count == 0 ? "" : $" {{ {string.Join(", ", members)} }}";
    }

    private static string? Number(double? number) => number is { } value
        ? ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f"
        : null;

    private static string? Texts(IEnumerable<KeyValuePair<string, string>> texts)
    {
        var entries = string.Join(", ", texts.Select(text => $"[{CSharpLiteral.From(text.Key)}] = {CSharpLiteral.From(text.Value)}"));
        return entries.Length == 0 ? null : $"new() {{ {entries} }}";
    }
}
