using System.Globalization;
using Eval.Routing.Policies;

namespace Eval.Routing.Evaluation;

/// <summary>A task with what each model did on it, and what is known of it when the request is made.</summary>
public sealed record RoutedTask
{
    /// <summary>Gets the identifier, unique among the tasks.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the class.</summary>
    public required string Class { get; init; }

    /// <summary>Gets the language.</summary>
    public string Language { get; init; } = "";

    /// <summary>Gets the repository; <see langword="null"/> for a task that has none.</summary>
    public string? Repository { get; init; }

    /// <summary>Gets the annotated difficulty.</summary>
    public string? Difficulty { get; init; }

    /// <summary>Gets the prompt's estimated tokens.</summary>
    public double? PromptTokens { get; init; }

    /// <summary>Gets the prompt, as far as a classifier reads it; <see langword="null"/> when it is not known.</summary>
    public string? Prompt { get; init; }

    /// <summary>Gets what a classifier read from the prompt, in the place of what a caller would declare.</summary>
    public ClassifiedFeature? Classified { get; init; }

    /// <summary>Gets the samples of each model.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<OutcomeCell>> Cells { get; init; }

    /// <summary>Returns a feature's value; <see langword="null"/> when it is unknown.</summary>
    public string? Feature(string name) => Classified is { } read && read.Feature == name ? read.Value : name switch
    {
        RequestFeature.AnnotatedClass => Class,
        RequestFeature.Class => Class,
        RequestFeature.Language => Language.Length > 0 ? Language : null,
        RequestFeature.Repository => Repository,
        RequestFeature.PromptTokens => PromptTokens?.ToString(CultureInfo.InvariantCulture),
        RequestFeature.Difficulty or RequestFeature.DeclaredDifficulty => Difficulty,
        _ => null,
    };

    /// <summary>Returns a numeric feature's value; <see langword="null"/> when it is unknown.</summary>
    public double? Number(string name) => name == RequestFeature.PromptTokens ? PromptTokens : null;
}
