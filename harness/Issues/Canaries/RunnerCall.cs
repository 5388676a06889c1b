namespace Eval.Harness.Issues.Canaries;

/// <summary>A call in JavaScript by which a runner is given a test or a suite.</summary>
/// <param name="IsSuite">Whether it is a suite.</param>
/// <param name="IsTable">Whether it is a test for each row of a table.</param>
/// <param name="Table">What the table is.</param>
/// <param name="Arguments">What it is called with: a name, and a function.</param>
/// <param name="Close">The bracket that ends it.</param>
internal sealed record RunnerCall(bool IsSuite, bool IsTable, IReadOnlyList<CodeToken> Table, IReadOnlyList<CodeToken> Arguments, int Close)
{
    public const string Await = "await";
    private static readonly string[] Tests = ["it", "test", "specify"];
    private static readonly string[] Suites = ["describe", "suite", "context"];
    private static readonly string[] Tables = ["each", "for"];

    /// <summary>What is behind a dot and leaves a test one that runs and that must pass.</summary>
    private static readonly string[] Modifiers = ["only", "concurrent", "sequential", "serial", .. Tables];

    /// <summary>Reads the call that a statement is; null where it is none, or one whose tests run in ways of their own.</summary>
    public static RunnerCall? Read(string text, IReadOnlyList<CodeToken> tokens, int at)
    {
        at = tokens[at].Is(text, Await) ? at + 1 : at;
        var isSuite = Suites.Any(name => tokens[at].Is(text, name));
        if (!isSuite && !Tests.Any(name => tokens[at].Is(text, name)))
        {
            return null;
        }

        var isTable = false;
        for (at++; at + 1 < tokens.Count && tokens[at].Is(text, "."); at += 2)
        {
            if (!Modifiers.Any(name => tokens[at + 1].Is(text, name)))
            {
                return null;
            }

            isTable |= Tables.Any(name => tokens[at + 1].Is(text, name));
        }

        IReadOnlyList<CodeToken> table = [];
        if (isTable)
        {
            // Of a suite for each row every test is told several times.
            if (isSuite || Brackets(text, tokens, at) is not { } rows)
            {
                return null;
            }

            (table, at) = (rows.Inside, rows.Close + 1);
        }

        return Brackets(text, tokens, at) is { } arguments
            ? new RunnerCall(isSuite, isTable, table, arguments.Inside, arguments.Close) : null;
    }

    private static (IReadOnlyList<CodeToken> Inside, int Close)? Brackets(string text, IReadOnlyList<CodeToken> tokens, int open)
    {
        var close = open < tokens.Count && tokens[open].Is(text, "(") ? LiteralSides.Close(text, tokens, open) : -1;
        return close < 0 ? null : ([.. tokens.Skip(open + 1).Take(close - open - 1)], close);
    }
}
