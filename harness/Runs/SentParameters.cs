using System.Globalization;
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
            : run with { Models = corrected, SettingsFingerprint = RunDetails.Fingerprint(run.Datasets, corrected, run.Settings) };
    }

    private static RunModel Correct(RunModel model, ModelSpec spec, SentForms forms)
    {
        if (model.PolicyFollowed is not { } policy)
        {
            return Correct(model, forms.FormOf(spec.Name), forms.ShortenedOf(spec.Name));
        }

        var corrected = policy.Models.Select(asked => Correct(asked, forms.FormOf(asked.Name), forms.ShortenedOf(asked.Name))).ToList();
        return corrected.SequenceEqual(policy.Models) ? model : model with
        {
            PolicyFollowed = policy with { Models = corrected },
            Adjusted = corrected.SelectMany(asked =>
                (asked.Adjusted ?? None).Select(change => KeyValuePair.Create($"{asked.Name}: {change.Key}", change.Value))).ToDictionary(),
        };
    }

    private static RunModel Correct(RunModel model, RequestForm form, int shortened)
    {
        var sent = model.Parameters;
        var before = model.Adjusted ?? None;
        var adjusted = new SortedDictionary<string, string>(before.ToDictionary(), StringComparer.Ordinal);
        void LeaveOut(bool isOmitted, string name, object? value)
        {
            if (isOmitted && value is not null)
            {
                adjusted[name] = string.Create(CultureInfo.InvariantCulture, $"({value}) was refused and left out");
            }
        }

        LeaveOut(form.OmitsTemperature, "temperature", sent.Temperature);
        LeaveOut(form.OmitsTopP, "top_p", sent.TopP);
        LeaveOut(form.OmitsSeed, "seed", sent.Seed);
        sent = sent with
        {
            Temperature = form.OmitsTemperature ? null : sent.Temperature,
            TopP = form.OmitsTopP ? null : sent.TopP,
            Seed = form.OmitsSeed ? null : sent.Seed,
        };
        if (form.OmitsStream)
        {
            sent = sent with { Stream = false };
            adjusted["stream"] = "was refused, so that answers came whole";
        }

        if (form.OmitsStreamOptions)
        {
            adjusted["stream_options"] = "was refused and left out";
        }

        sent = AdjustMaxTokens(sent, adjusted, form);
        if (shortened > 0)
        {
            // A run that is resumed counts on.
            var all = shortened + (before.TryGetValue(OfLongPrompts, out var told) && Lowered().Match(told) is { Success: true } earlier
                ? int.Parse(earlier.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
            adjusted[OfLongPrompts] = $"was lowered for {all.ToString(CultureInfo.InvariantCulture)} answers, because prompt and answer "
                + "together would not have fitted the context window";
        }

        return adjusted.Count == before.Count && adjusted.All(change => before.GetValueOrDefault(change.Key) == change.Value)
            ? model
            : model with { Parameters = sent, ChosenParameters = model.ChosenParameters ?? model.Parameters, Adjusted = adjusted };
    }

    private static ModelParameters AdjustMaxTokens(ModelParameters sent, SortedDictionary<string, string> adjusted, RequestForm form)
    {
        if (sent.OutputLimit is not { } chosen || form is { UsesMaxCompletionTokens: false, MaxOutputTokens: null })
        {
            return sent;
        }

        var isCompletion = form.UsesMaxCompletionTokens || sent.MaxCompletionTokens is not null;
        var name = isCompletion ? MaxCompletionTokens : MaxTokens;
        var number = Math.Min(chosen, form.MaxOutputTokens ?? chosen);
        adjusted[MaxTokens] = string.Create(CultureInfo.InvariantCulture, $"({chosen}) was refused and sent as {name} {number}");
        return isCompletion ? sent with { MaxTokens = null, MaxCompletionTokens = number } : sent with { MaxTokens = number };
    }

    [GeneratedRegex("^was lowered for ([0-9]{1,9}) answers")]
    private static partial Regex Lowered();
}
