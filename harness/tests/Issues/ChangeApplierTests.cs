using System.Text;
using Eval.Datasets;
using Eval.Harness.Issues;
using Eval.Harness.Options;
using Eval.Harness.Patches;
using Eval.Sandboxes;

namespace Eval.Harness.Tests.Issues;

/// <summary>Answers of each form, for files with line ends of every kind, put into one working copy after another change.</summary>
[Trait("Needs", "docker")]
public sealed class ChangeApplierTests : IDisposable
{
    private const string Windows = "def add(a, b):\r\n    return a - b  # sum\f\u2028\r\n\r\n\r\ndef sub(a, b):\r\n    return a - b";
    private const string Unix = "def add(a, b):\n    return a - b\n";
    private const string Mixed = "one\ntwo\r\nthree\n";
    private const string Marked = "one \ufffd\r\ntwo\r\n";

    /// <summary>Git keeps these files otherwise than they are: with other line ends, and without what a keyword was made to say.</summary>
    private const string Attributes = "*.md text=auto\n*.bat text eol=crlf\n*.id ident\n";

    private static readonly Dictionary<string, (string Answer, string File, string Expected)> Cases = new()
    {
        ["diff with LF, file with CRLF"] = (Diff("win.py",
            "@@ -1,5 +1,5 @@\n def add(a, b):\n-    return a - b  # sum\f\u2028\n+    return a + b\f\n \n \n def sub(a, b):\n"),
            "win.py", Windows.Replace("a - b  # sum\f\u2028", "a + b\f", StringComparison.Ordinal)),
        ["diff with CRLF, file with LF"] = (Diff("unix.py", "@@ -1,2 +1,2 @@\n def add(a, b):\n-    return a - b\n+    return a + b\n")
            .Replace("\n", "\r\n", StringComparison.Ordinal),
            "unix.py", Unix.Replace('-', '+')),
        ["diff, file with both"] = (Diff("mixed.txt", "@@ -1,3 +1,4 @@\n one\n two\n+new\n three\n"), "mixed.txt",
            "one\ntwo\r\nnew\r\nthree\n"),
        ["diff that changes line ends"] = (Diff("unix.py", "@@ -1,2 +1,2 @@\n-def add(a, b):\n+def add(a, b):\r\n     return a - b\n"),
            "unix.py", "def add(a, b):\r\n    return a - b\n"),
        ["diff for a name that git quotes"] =
            ("```diff\n--- \"a/z\\303\\244hl.txt\"\n+++ \"b/z\\303\\244hl.txt\"\n@@ -1,2 +1,2 @@\n-one \ufffd\n+1\n two\n```\n", "zähl.txt",
            "1\r\ntwo\r\n"),
        ["search and replace beside a replacement character"] = ("zähl.txt\n```\n<<<<<<< SEARCH\ntwo\n=======\n2\n>>>>>>> REPLACE\n```\n",
            "zähl.txt", Marked.Replace("two", "2", StringComparison.Ordinal)),
        ["search and replace"] = ("win.py\n```\n<<<<<<< SEARCH\ndef sub(a, b):\n    return a - b\n=======\ndef sub(a, b):\n    # less\n    "
            + "return a - b\n>>>>>>> REPLACE\n```\n",
            "win.py", Windows.Replace("def sub(a, b):\r\n", "def sub(a, b):\r\n    # less\r\n", StringComparison.Ordinal)),
        ["whole file"] = ("win.py\n```\ndef add(a, b):\n    return a + b  # sum\f\u2028\n\n\ndef sub(a, b):\n    return a - b\n```\n",
            "win.py", Windows.Replace("a - b  # sum", "a + b  # sum", StringComparison.Ordinal)),
        ["diff with CRLF, file that git keeps with LF"] = (Diff("auto.md", "@@ -1,2 +1,2 @@\n one\r\n-two\r\n+three\r\n"), "auto.md",
            "one\r\nthree\r\n"),
        ["diff with LF, file that git keeps with LF"] = (Diff("auto.md", "@@ -1,2 +1,2 @@\n one\n-two\n+three\n"), "auto.md",
            "one\r\nthree\r\n"),
        ["new file with LF where git writes CRLF"] = ("```diff\n--- /dev/null\n+++ b/run.bat\n@@ -0,0 +1 @@\n+echo\n```\n", "run.bat",
            "echo\n"),
        ["diff that fits with some tolerance alone"] = (Diff("auto.md", "@@ -1,2 +1,2 @@\n ONE\r\n-two\r\n+three\r\n"), "auto.md",
            "one\r\nthree\r\n"),
        ["keyword"] = (Diff("key.id", "@@ -1 +1,2 @@\n $Id: v1 $\n+x\n"), "key.id", "$Id: v1 $\nx\n"),
        ["whole file that is new"] = ("new.bat\n```\n@echo off\r\n```\n", "new.bat", "@echo off\r\n"),
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-changes");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_keeps_its_line_ends_whatever_the_answer_has()
    {
        Write("calc/task.json",
            """{"id":"calc-1","language":"python","environment":"python","files":["win.py"],"failToPass":["tests/test_calc.py::test_add"],"passToPass":[]}""");
        Write("calc/issue.md", "# add subtracts\n");
        Write("calc/repository/win.py", Windows);
        Write("calc/repository/unix.py", Unix);
        Write("calc/repository/mixed.txt", Mixed);
        Write("calc/repository/.gitattributes", Attributes);
        Write("calc/repository/auto.md", "one\r\ntwo\r\n");
        Write("calc/repository/key.id", "$Id: v1 $\n");
        Write("calc/repository/zähl.txt", Marked);
        Write("calc/repository/conftest.py", "");
        Write("calc/tests/tests/test_calc.py", "");
        var task = await (await DatasetCatalog.BesideProgram.OpenAsync(_folder.FullName, Ct)).ReadAsync(Ct).Cast<IssueTask>()
            .SingleAsync(Ct);
        IssueSandbox sandbox;
        try
        {
            sandbox = await IssueSandbox.OpenAsync(new RunOptions().Issues, new RunOptions().Sandboxes, [task], "change-tests", _ => { },
                Ct);
        }
        catch (SandboxUnavailableException e)
        {
            Require.That(false, "needs a container engine: " + e.Message);
            return;
        }

        await using var _ = sandbox;
        var prompt = await new SingleShotPrompts(sandbox.Repositories, EditFormat.UnifiedDiff).MessagesAsync(task, Ct);
        Assert.Contains($"<file path=\"win.py\">\n{Windows}\n</file>", prompt[0].Content, StringComparison.Ordinal);

        var (_, workspace) = await sandbox.Environments.OpenAsync(task, Ct);
        await using var __ = workspace;
        var touched = new HashSet<string>();
        foreach (var (name, (answer, file, expected)) in Cases)
        {
            var (appliedBy, said) = await ChangeApplier.ApplyAsync(workspace, PatchExtractor.Extract(answer), Ct);
            var bytes = await workspace.RunAsync($"base64 -w0 {file}", new() { Time = TimeSpan.FromMinutes(1) }, Ct);

            Assert.True(appliedBy is not null, $"{name}: {said}");
            Assert.True(expected == Encoding.UTF8.GetString(Convert.FromBase64String(bytes.Output.Trim())), name);
            touched.Add(file);
            Assert.Subset(touched, (await workspace.ChangesAsync(Ct)).Select(change => change.Path).ToHashSet());
            await ChangeApplier.ResetAsync(workspace, Ct);
        }

        Assert.Equal("", (await workspace.DiffAsync(Ct)).Patch);
        await workspace.RunAsync("printf 'three\\r\\n' >> auto.md; echo echo > new.bat; echo '$Id: v2 $' > key.id", new(), Ct);
        var patch = (await workspace.DiffAsync(Ct)).Patch;
        Assert.Contains("\n two\r\n+three\r\n", patch, StringComparison.Ordinal);
        Assert.Contains("\n+echo\n", patch, StringComparison.Ordinal);
        Assert.Contains("\n-$Id: v1 $\n+$Id: v2 $\n", patch, StringComparison.Ordinal);
    }

    private static string Diff(string file, string hunk) => $"```diff\n--- a/{file}\n+++ b/{file}\n{hunk}```\n";

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
