namespace Eval.Harness.Patches;

/// <summary>
/// The forms in which a model that answers in one go may be asked for its change. Whatever it was asked for, all of them are understood.
/// </summary>
internal static class EditFormat
{
    /// <summary>As <c>git diff</c> prints it.</summary>
    public const string UnifiedDiff = "unified-diff";

    /// <summary>Pieces of files as they are and as they shall be.</summary>
    public const string SearchReplace = "search-replace";

    /// <summary>The whole new content of files.</summary>
    public const string WholeFile = "whole-file";

    public static IReadOnlyList<string> All { get; } = [UnifiedDiff, SearchReplace, WholeFile];

    /// <summary>Says how to answer, for the end of a prompt.</summary>
    public static string Instruction(string format) => format switch
    {
        SearchReplace =>
            """
            Answer with your change as blocks of this form, in fences, each below the path of its file:

            path/of/the/file
            ```
            <<<<<<< SEARCH
            lines exactly as they are in the file, enough of them to be found once
            =======
            lines as they shall be
            >>>>>>> REPLACE
            ```

            An empty SEARCH part makes a new file. Do not change existing tests.
            """,
        WholeFile =>
            """
            Answer with the whole new content of each file that you change or add, in a fence below its path; leave nothing out:

            path/of/the/file
            ```
            content
            ```

            Where the content holds a fence, use a longer one around it. Do not change existing tests.
            """,
        _ =>
            """
            Answer with your change as one unified diff in a fenced block tagged diff, as 'git diff' prints it: paths begin with a/ and b/, hunks have
            three lines of context. Do not change existing tests.
            """,
    };
}
