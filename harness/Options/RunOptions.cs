using System.Collections.Immutable;

namespace Eval.Harness.Options;

/// <summary>
/// The options of <c>run</c>, checked and with defaults filled in. Each is declared once, in the file of its theme beside the property that
/// reads it;
/// the values are kept by declaration, so that nothing else has to list them.
/// </summary>
internal sealed partial record RunOptions
{
    private ImmutableDictionary<RunOption, object?> _values = ImmutableDictionary<RunOption, object?>.Empty;

    /// <summary>Returns all declarations, in the order of the help of <c>run</c>.</summary>
    public static IReadOnlyList<RunOption> Declared() =>
        [.. OfAnswers, .. OfTasks, .. OfSampling, .. OfSandbox, .. OfStore, .. OfGates, .. OfRequests, .. OfIssues, .. OfOutput];

    /// <summary>Returns the options where nothing is typed, with what the environment says; it is read nowhere else.</summary>
    public static RunOptions FromEnvironment(Func<string, string?> environment) =>
        environment("EVAL_REPOSITORIES") is { Length: > 0 } place ? new RunOptions { Repositories = place } : new RunOptions();

    /// <summary>Returns the value of an option, or its default.</summary>
    public T Get<T>(RunOption<T> option) => _values.TryGetValue(option, out var value) ? (T)value! : option.Default;

    /// <summary>Returns these options with another value of one.</summary>
    public RunOptions With<T>(RunOption<T> option, T value) => this with { _values = _values.SetItem(option, value) };

    private void Set<T>(RunOption<T> option, T value) => _values = _values.SetItem(option, value);

    private static Dictionary<RunVerbs, string> Places(RunVerbs verb, string before) => new() { [verb] = before };

    private static Dictionary<RunVerbs, string> Places(params (RunVerbs Verb, string Before)[] places) =>
        places.ToDictionary(place => place.Verb, place => place.Before);
}
