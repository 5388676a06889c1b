using Eval.Harness.Issues;

namespace Eval.Harness.Tests.Issues;

public sealed class AgentCommandTests
{
    [Theory]
    [InlineData("Look.\n```bash\nls\n```", "ls")]
    [InlineData("```sh\nls\n```\nThis lists:\n```\na.py\n```", "ls")]
    [InlineData("```sh\n# don't worry\necho \"it's\" 'a#' $'\\''\n```\nThis prints:\n```\nit's\n```",
        "# don't worry\necho \"it's\" 'a#' $'\\''")]
    [InlineData("```python\nprint(1)\n```\nNow:\n```shell\nls\n```", "ls")]
    [InlineData("````bash\ncat > R.md <<'EOF'\n```python\nx\n```\nEOF\n````", "cat > R.md <<'EOF'\n```python\nx\n```\nEOF")]
    [InlineData("~~~bash\ncat > R.md <<'EOF'\n```\nx\n```\nEOF\n~~~", "cat > R.md <<'EOF'\n```\nx\n```\nEOF")]
    [InlineData("   ```bash\n   cat <<E\n     x\n   E\n  ```", "cat <<E\n  x\nE")]
    [InlineData("```bash\ncat > a.py <<'EOF'\n\"\"\"\n    ```\n    x\n    ```\n\"\"\"\nEOF\n```",
        "cat > a.py <<'EOF'\n\"\"\"\n    ```\n    x\n    ```\n\"\"\"\nEOF")]
    [InlineData("1. First:\n\n    ```bash\n    ls\n    ```", "ls")]
    [InlineData("> ```bash\n> ls\n> ```", "ls")]
    [InlineData("```bash\nls\n```<|im_end|>", "ls")]
    [InlineData("``` bash title=\"x\"\r\nls\r\npwd\r\n```\r\n", "ls\npwd")]
    [InlineData("```bash\nprintf 'a\r\n' > x\u2028\f\u0085\n```", "printf 'a\r\n' > x\u2028\f\u0085")]
    [InlineData("<think>\n```bash\nrm -rf .\n```\n</think>\n```bash\nls\n```", "ls")]
    public void A_command_is_what_stands_between_its_fences(string reply, string command) =>
        Assert.Equal(new AgentCommand(command, ""), AgentCommand.Read(reply, "stop"));

    [Theory]
    [InlineData("I think so.", "exactly one command")]
    [InlineData("", "exactly one command")]
    [InlineData("```\nls\n```", "exactly one command")]
    [InlineData("    ```bash\n    ls\n    ```", "exactly one command")]
    [InlineData("```bash\nls\n```\n```bash\npwd\n```", "exactly one command")]
    [InlineData("Clean up.\n\n```bash\nrm -rf calc", "is not closed")]
    [InlineData("```bash\nls\n``` done", "is not closed")]
    [InlineData("```bash\ncat > R.md <<'EOF'\nUse:\n```python\nx\n```\nEOF\n```", "is not closed")]
    [InlineData("```bash\ncat > R.md <<'EOF'\n```\nx\n```\nrm -rf y\nEOF\n```", "longer fence")]
    [InlineData("```bash\ngit commit -m 'x\n```\na\n```\ny'\n```", "longer fence")]
    [InlineData("```bash\n# don't\nrm a; sed -i '$ a\\\n```\nx\n```\n' b\n```", "longer fence")]
    [InlineData("```bash\nrm a; echo \\' 'x\n```\na\n```\ny'\n```", "longer fence")]
    [InlineData("```bash\nrm a; echo \"it's\" 'x\n```\na\n```\ny'\n```", "longer fence")]
    [InlineData("```bash\nrm a; echo $'don\\'t\n```\na\n```\n'\n```", "longer fence")]
    [InlineData("````bash\nls\n```", "is not closed")]
    [InlineData("~~~bash\nls\n```", "is not closed")]
    [InlineData("> ```bash\n> ls\nrm x\n```", "is not closed")]
    [InlineData("```bash\nprintf 'a\0b'\n```", "NUL")]
    public void Where_it_is_not_certain_what_was_meant_nothing_is_run_and_the_model_told_why(string reply, string reported)
    {
        var read = AgentCommand.Read(reply, "stop");

        Assert.Null(read.Text);
        Assert.Contains(reported, read.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reply_that_was_made_to_cost_time_costs_none()
    {
        var quotes = string.Concat(Enumerable.Repeat("> ", 50_000));

        var read = AgentCommand.Read($"{quotes}x\n{quotes}```bash\n{quotes}ls\n> > - ```bash\n> >   ls\n> >   ```\n{quotes}```", "stop");

        Assert.Equal("ls", read.Text);
    }

    [Theory]
    [InlineData("length", "token limit")]
    [InlineData("MAX_TOKENS", "token limit")]
    [InlineData("model_context_window_exceeded", "token limit")]
    [InlineData("content_filter", "content filter")]
    public void A_reply_that_was_cut_runs_nothing(string finishReason, string reported) =>
        Assert.All(["```bash\nrm -rf calc", "```bash\ncat > a <<'E'\n```", "Hm."], reply =>
        {
            var read = AgentCommand.Read(reply, finishReason);
            Assert.Null(read.Text);
            Assert.Contains(reported, read.Problem, StringComparison.Ordinal);
        });

    [Fact]
    public void Where_a_character_may_have_been_lost_the_model_is_told_so()
    {
        Assert.Contains("escapes", AgentCommand.NoteOn("echo \uFFFD"), StringComparison.Ordinal);
        Assert.Contains("escapes", AgentCommand.NoteOn("echo \uD800 x"), StringComparison.Ordinal);
        Assert.Equal("", AgentCommand.NoteOn("echo \uD83D\uDE00"));
    }
}
