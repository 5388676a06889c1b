namespace Eval.Results.Records;

/// <summary>The names of verdicts in files, and what each counts as.</summary>
public static class VerdictNames
{
    private static readonly string[] Names =
    [
        "passed", "failed", "compile_error", "runtime_error", "timeout", "out_of_memory", "output_limit", "no_code", "truncated",
        "refused", "patch_rejected", "unresolved", "provider_error", "sandbox_error", "skipped",
    ];

    /// <summary>Returns the verdict's name in files, for instance <c>compile_error</c>.</summary>
    public static string Name(this Verdict verdict) => Names[(int)verdict];

    /// <summary>Returns the verdict of a name.</summary>
    /// <exception cref="FormatException">No verdict has the name.</exception>
    public static Verdict Parse(string name)
    {
        var index = Array.IndexOf(Names, name);
        return index >= 0
            ? (Verdict)index : throw new FormatException($"'{name}' is not a verdict; verdicts are {string.Join(", ", Names)}.");
    }

    /// <summary>Returns whether the verdict is about the answer, so that it counts in pass@1.</summary>
    public static bool IsAnswered(this Verdict verdict) => verdict < Verdict.ProviderError;

    /// <summary>Returns whether the verdict tells of a failure of the infrastructure.</summary>
    public static bool IsInfrastructureError(this Verdict verdict) => verdict is Verdict.ProviderError or Verdict.SandboxError;
}
