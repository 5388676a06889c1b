namespace Eval.Harness.Options;

/// <summary>The commands that an option stands in.</summary>
[Flags]
internal enum RunVerbs
{
    None = 0,

    /// <summary><c>run</c>, which asks models.</summary>
    Run = 1,

    /// <summary><c>grade</c>, which scores answers that exist.</summary>
    Grade = 2,

    /// <summary><c>nightly</c>, where one nightly run may differ.</summary>
    Nightly = 4,
}
