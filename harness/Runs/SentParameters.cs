using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>Corrects what a run says of the parameters of its models by what was really sent: runs are compared by it.</summary>
internal static partial class SentParameters
{
    private const string MaxTokens = "max_tokens";
    private const string OfLongPrompts = MaxTokens + " of long prompts";
    private const string MaxCompletionTokens = "max_completion_tokens";
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <param name="run">The run as it was planned.</param>
    /// <param name="models">Its models.</param>
    /// <param name="forms">In which forms they were asked.</param>
    public static Run Correct(Run run, IReadOnlyList<ModelSpec> models, SentForms forms)
    {
        var corrected = run.Models
            .Select(model => models.FirstOrDefault(spec => spec.Name == model.Name) is { } spec ? Correct(model, spec, forms)
                : model).ToList();
        return corrected.SequenceEqual(run.Models) ? run
            : run with { Models = corrected, SettingsFingerprint = Provenance.Fingerprint(run.Datasets, corrected, run.Options) };
    }

    private static RunModel Correct(RunModel model, ModelSpec spec, SentForms forms)
    {
        if (spec.Policy is null)
        {
            return Correct(model, forms.FormOf(spec.Name), forms.ShortenedOf(spec.Name));
        }

        var asked = JsonSerializer.Deserialize<List<RunModel>>(model.Parameters.GetValueOrDefault(RunParameters.PolicyModels, "[]"))!;
        var corrected = asked.Select(inner => Correct(inner, forms.FormOf(inner.Name), forms.ShortenedOf(inner.Name))).ToList();
        return corrected.SequenceEqual(asked) ? model : model with
        {
            Parameters = With(model.Parameters, RunParameters.PolicyModels, JsonSerializer.Serialize(corrected)),
            ChosenParameters = model.ChosenParameters ?? model.Parameters,
            Adjusted = corrected.SelectMany(inner =>
                (inner.Adjusted ?? None).Select(change => KeyValuePair.Create($"{inner.Name}: {change.Key}", change.Value))).ToDictionary(),
        };
    }

    private static RunModel Correct(RunModel model, RequestForm form, int shortened)
    {
        var sent = new SortedDictionary<string, string>(model.Parameters.ToDictionary(), StringComparer.Ordinal);
        var before = model.Adjusted ?? None;
        var adjusted = new SortedDictionary<string, string>(before.ToDictionary(), StringComparer.Ordinal);
        foreach (var (isOmitted, name) in new[] { (form.OmitsTemperature, "temperature"), (form.OmitsTopP, "top_p"),
            (form.OmitsSeed, "seed") })
        {
            if (isOmitted && sent.Remove(name, out var value))
            {
                adjusted[name] = $"({value}) was refused and left out";
            }
        }

        if (form.OmitsStream)
        {
            sent["stream"] = "false";
            adjusted["stream"] = "was refused, so that answers came whole";
        }

        if (form.OmitsStreamOptions)
        {
            adjusted["stream_options"] = "was refused and left out";
        }

        AdjustMaxTokens(sent, adjusted, form);
        if (shortened > 0)
        {
            // A run that is resumed counts on.
            var all = shortened + (before.TryGetValue(OfLongPrompts, out var told) && Lowered().Match(told) is { Success: true } earlier
                ? int.Parse(earlier.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
            adjusted[OfLongPrompts] = $"was lowered for {all.ToString(CultureInfo.InvariantCulture)} answers, because prompt and answer together would not have fitted the context window";
        }

        return adjusted.Count == before.Count && adjusted.All(change => before.GetValueOrDefault(change.Key) == change.Value)
            ? model
            : model with { Parameters = sent, ChosenParameters = model.ChosenParameters ?? model.Parameters, Adjusted = adjusted };
    }

    private static void AdjustMaxTokens(SortedDictionary<string, string> sent, SortedDictionary<string, string> adjusted, RequestForm form)
    {
        if (!sent.TryGetValue(MaxTokens, out var text)
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var chosen)
                || form is { UsesMaxCompletionTokens: false, MaxOutputTokens: null })
        {
            return;
        }

        var name = form.UsesMaxCompletionTokens ? MaxCompletionTokens : MaxTokens;
        var number = Math.Min(chosen, form.MaxOutputTokens ?? chosen);
        sent.Remove(MaxTokens);
        sent[name] = number.ToString(CultureInfo.InvariantCulture);
        adjusted[MaxTokens] = $"({text}) was refused and sent as {name} {sent[name]}";
    }

    [GeneratedRegex("^was lowered for ([0-9]{1,9}) answers")]
    private static partial Regex Lowered();

    private static SortedDictionary<string, string> With(IReadOnlyDictionary<string, string> parameters, string name, string value) =>
        new(parameters.ToDictionary(), StringComparer.Ordinal) { [name] = value };
}
