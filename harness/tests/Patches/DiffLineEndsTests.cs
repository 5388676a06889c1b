using Eval.Harness.Patches;

namespace Eval.Harness.Tests.Patches;

public sealed class DiffLineEndsTests
{
    private const string Head = "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n";
    private const string Change = "@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n";

    [Theory]
    // As the file has them throughout.
    [InlineData(Head + Change, "one\r\ntwo\r\nthree\r\n", Head + "@@ -1,3 +1,3 @@\n one\r\n-two\r\n+2\r\n three\r\n")]
    [InlineData("--- a/a.py\r\n+++ b/a.py\r\n@@ -1,3 +1,3 @@\r\n one\r\n-two\r\n+2\r\n three\r\n", "one\ntwo\nthree\n",
        "--- a/a.py\n+++ b/a.py\n" + Change)]
    // Mixed: each line its own, and an added one that of the line before it.
    [InlineData(Head + Change, "one\ntwo\r\nthree\n", Head + "@@ -1,3 +1,3 @@\n one\n-two\r\n+2\r\n three\n")]
    // At another place than the head says, and after blanks of an empty line were lost.
    [InlineData(Head + "@@ -1,3 +1,3 @@\n\n-two\n+2\n three\n", "x\r\ny\r\n\r\ntwo\r\nthree\r\n",
        Head + "@@ -1,3 +1,3 @@\n \r\n-two\r\n+2\r\n three\r\n")]
    // The file's last line has no end, and goes on having none.
    [InlineData(Head + "@@ -1,2 +1,2 @@\n one\n-two\n+2\n", "one\r\ntwo",
        Head + "@@ -1,2 +1,2 @@\n one\r\n-two\n\\ No newline at end of file\n+2\n\\ No newline at end of file\n")]
    // Lines that stay behind the change have the end of the file.
    [InlineData(Head + Change, "one\r\ntwo\r\nthree",
        Head + "@@ -1,3 +1,3 @@\n one\r\n-two\r\n+2\r\n three\n\\ No newline at end of file\n")]
    // The missing end is told, but with a line end of the diff in front.
    [InlineData(
        Head + "@@ -1 +1 @@\r\n-one\r\n\\ No newline at end of file\r\n+1\r\n\\ No newline at end of file\r\n", "one",
        Head + "@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+1\n\\ No newline at end of file\n")]
    // Changed lines that look like the names of a file.
    [InlineData(Head + "@@ -1,3 +1,3 @@\n-- one\n--- two\n+++ 2\n - three\n", "- one\r\n-- two\r\n- three\r\n",
        Head + "@@ -1,3 +1,3 @@\n-- one\r\n--- two\r\n+++ 2\r\n - three\r\n")]
    // A byte order mark is not seen, and stays.
    [InlineData(Head + "@@ -1,2 +1,2 @@\n-one\n+1\n two\n", "\ufeffone\r\ntwo\r\n",
        Head + "@@ -1,2 +1,2 @@\n-\ufeffone\r\n+\ufeff1\r\n two\r\n")]
    // What stands within a line stays.
    [InlineData(Head + "@@ -1,1 +1,1 @@\n-one\f\u0085\u2028\n+1\f\u2029\v\n", "one\f\u0085\u2028\r\n",
        Head + "@@ -1,1 +1,1 @@\n-one\f\u0085\u2028\r\n+1\f\u2029\v\r\n")]
    public void Lines_take_the_ends_that_the_file_has(string diff, string file, string fitted) =>
        Assert.Equal(fitted, DiffLineEnds.Fit(diff, new Dictionary<string, string> { ["a.py"] = file }));

    [Fact]
    public void A_file_is_found_by_a_name_that_git_quotes() => Assert.Equal(
        "--- \"a/\\303\\274ber \\\"a\\\".py\"\n+++ x\n@@ -1 +1 @@\n-one\r\n+1\r\n",
        DiffLineEnds.Fit("--- \"a/\\303\\274ber \\\"a\\\".py\"\n+++ x\n@@ -1 +1 @@\n-one\n+1\n",
            new Dictionary<string, string> { ["über \"a\".py"] = "one\r\n" }));

    [Theory]
    [InlineData(Head + Change, "one\ntwo\nthree\n")]
    // Line ends are what it changes.
    [InlineData(Head + "@@ -1,2 +1,2 @@\n one\n-two\n+two\r\n", "one\ntwo\n")]
    [InlineData(Head + "@@ -1,2 +1,2 @@\n one\r\n-two\r\n+two\n", "one\r\ntwo\r\n")]
    // It is not in the file.
    [InlineData(Head + Change, "something else\r\n")]
    [InlineData("--- /dev/null\n+++ b/new.py\n@@ -0,0 +1,1 @@\n+one\r\n", "one\ntwo\n")]
    [InlineData("", "one\n")]
    public void What_fits_or_says_nothing_of_the_file_stays_as_it_is(string diff, string file) =>
        Assert.Equal(diff, DiffLineEnds.Fit(diff, new Dictionary<string, string> { ["a.py"] = file }));
}
