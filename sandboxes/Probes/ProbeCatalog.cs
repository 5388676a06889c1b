namespace Eval.Sandboxes.Probes;

/// <summary>The attacks that are known.</summary>
public static class ProbeCatalog
{
    /// <summary>Returns the probes of a language; none where nobody has written any.</summary>
    public static IReadOnlyList<SandboxProbe> Create(string language, ProbeTargets targets) => language switch
    {
        "csharp" => [.. CSharpProbes.All(targets), .. CSharpSystemProbes.All(), Learners.CSharp],
        "python" => [.. PythonProbes.All(targets), Learners.Python],
        "javascript" => [.. JavaScriptProbes.All(targets), Learners.JavaScript],
        _ => [],
    };
}
