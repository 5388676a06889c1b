namespace Eval.Routing.Policies;

/// <summary>What a policy may look at when a request comes in.</summary>
public static class RequestFeature
{
    /// <summary>The class that the caller declares: completion, multi-constraint, issue-resolution, …</summary>
    public const string Class = "class";

    /// <summary>The programming language.</summary>
    public const string Language = "language";

    /// <summary>The repository an issue belongs to.</summary>
    public const string Repository = "repository";

    /// <summary>The prompt's length in tokens, estimated as a quarter of its characters.</summary>
    public const string PromptTokens = "prompt_tokens";

    /// <summary>
    /// The class as a data set gives it, where callers do not declare it and a classifier has to read it from the prompt: for evaluation
    /// only.
    /// </summary>
    public const string AnnotatedClass = "annotated_class";

    /// <summary>The difficulty as an annotator saw it, who knew the solution: for evaluation only.</summary>
    public const string Difficulty = "difficulty";

    /// <summary>The difficulty as the caller tells it, or as a classifier reads it from the prompt.</summary>
    public const string DeclaredDifficulty = CallerPrefix + Difficulty;

    /// <summary>
    /// In front of the name of anything else that the caller sends with the request, for instance <c>caller:difficulty</c>.
    /// </summary>
    public const string CallerPrefix = "caller:";

    /// <summary>Returns whether the feature is known when a request is made.</summary>
    public static bool IsKnownAtRequest(string feature) => feature is Class or Language or Repository or PromptTokens || IsCallers(feature);

    /// <summary>Returns whether there is such a feature.</summary>
    public static bool Exists(string feature) => feature is Difficulty or AnnotatedClass || IsKnownAtRequest(feature);

    /// <summary>Returns the name under which a caller sends it: <c>task_class</c>, <c>language</c>, <c>difficulty</c>, …</summary>
    public static string MetadataName(string feature) =>
        feature == Class ? "task_class" : IsCallers(feature) ? feature[CallerPrefix.Length..] : feature;

    /// <summary>Returns the estimated tokens of a prompt.</summary>
    public static double TokensOf(long promptCharacters) => Math.Ceiling(promptCharacters / 4.0);

    private static bool IsCallers(string feature) =>
        feature.Length > CallerPrefix.Length && feature.StartsWith(CallerPrefix, StringComparison.Ordinal);
}
