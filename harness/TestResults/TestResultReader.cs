using Eval.Sandboxes;

namespace Eval.Harness.TestResults;

/// <summary>Reads what a test runner reported. Whatever the text holds, something is returned.</summary>
internal static class TestResultReader
{
    /// <exception cref="SandboxUnavailableException">There is no such form.</exception>
    public static TestResultFormat FormatOf(string name) =>
        Enum.TryParse<TestResultFormat>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var format)
            && !char.IsAsciiDigit(name[0])
            ? format
            : throw new SandboxUnavailableException($"An environment's results are '{name}', which is no form of results; there are "
            + $"{string.Join(", ", Enum.GetNames<TestResultFormat>()).ToLowerInvariant()}.");

    /// <param name="format">The form of the text.</param>
    /// <param name="text">All that was reported.</param>
    /// <param name="nonce">What only this run's reporter was given.</param>
    public static TestReport Read(TestResultFormat format, string text, string nonce) => format switch
    {
        TestResultFormat.Trx => TrxResults.Read(text),
        _ => LineResults.Read(text, nonce),
    };
}
