using System.Collections.Concurrent;

namespace Eval.Harness.Models;

/// <summary>In which form the models of a run are really asked, where their endpoints refused what was asked for. Thread-safe.</summary>
internal sealed class SentForms
{
    private readonly ConcurrentDictionary<string, RequestForm> _forms = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _shortened = new(StringComparer.Ordinal);

    /// <summary>Keeps a form in which a model has answered.</summary>
    /// <returns>All that is known of the model's form.</returns>
    public RequestForm Keep(string model, RequestForm form) => _forms.AddOrUpdate(model, form, (_, known) => known.With(form));

    /// <summary>Counts an answer that was asked for with fewer output tokens, because its prompt left room for no more.</summary>
    public void CountShortened(string model) => _shortened.AddOrUpdate(model, 1, static (_, count) => count + 1);

    /// <summary>Returns the form in which a model is asked.</summary>
    public RequestForm FormOf(string model) => _forms.GetValueOrDefault(model, RequestForm.Full);

    /// <summary>Returns how many answers of a model were asked for with fewer output tokens for the sake of their prompts.</summary>
    public int ShortenedOf(string model) => _shortened.GetValueOrDefault(model);
}
