namespace Eval.Harness.TestResults;

/// <summary>The forms in which test runners report their results, as an environment's manifest names them.</summary>
internal enum TestResultFormat
{
    /// <summary>One JSON object a line, as our own reporters write it.</summary>
    Lines,

    /// <summary>The XML of <c>dotnet test --logger trx</c>.</summary>
    Trx,
}
