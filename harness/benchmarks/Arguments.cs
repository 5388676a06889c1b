namespace Eval.Benchmarks;

/// <summary>Reads what was typed behind a benchmark's name.</summary>
internal static class Arguments
{
    /// <summary>Returns the word behind an option; <see langword="null"/> when it is not there.</summary>
    public static string? Value(string[] args, string name) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
