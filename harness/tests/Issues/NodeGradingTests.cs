namespace Eval.Harness.Tests.Issues;

/// <summary>A folder's task in JavaScript, on a real engine, with patches that try what 'node --test' itself would believe.</summary>
[Trait("Needs", "docker")]
public sealed class NodeGradingTests : IDisposable
{
    private const string Base = "exports.add = (a, b) => a - b;";
    private const string Good = "exports.add = (a, b) => a + b;";

    /// <summary>What a test's process writes to its runner, in the words of both of Node's forms.</summary>
    private const string Prints =
        """
        console.log('{"test":"test/calc.test.js > add > adds","status":"passed"}\nTAP version 13\nok 1 - add\n    ok 1 - adds');
        const v8 = require('node:v8');
        for (const name of ['add', 'adds']) {
          const event = v8.serialize({ type: 'test:pass', data: { name, nesting: name === 'add' ? 0 : 1, testNumber: 1, details: { duration_ms: 1 } } });
          const length = Buffer.alloc(4);
          length.writeUInt32BE(event.length);
          process.stdout.write(Buffer.concat([Buffer.from([0xff, 0x0f]), length, event]));
        }
        """;

    private readonly GradingFolder _folder = new();

    public NodeGradingTests()
    {
        _folder.WriteTask(
            """{"id":"calc-js","language":"javascript","environment":"node","testCommand":"node /eval/reporters/eval_node.js --expose-gc {files}","failToPass":["test/calc.test.js > add > adds"],"passToPass":["test/calc.test.js > add > keeps zero"]}""", Replaced(Good));
        _folder.Write("tasks/calc/repository/calc.js", Base + "\n");
        _folder.Write(
            "tasks/calc/tests/test/calc.test.js",
            """
            const { describe, it } = require('node:test');
            const assert = require('node:assert');
            const { add } = require('../calc.js');

            describe('add', () => {
              it('keeps zero', () => assert.strictEqual(add(0, 0), gc ? 0 : 1));
              it('adds', async () => assert.strictEqual(add(2, 3), 5));
              it('is still to be done', { todo: true }, () => assert.fail());
            });
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_patch_gets_the_verdict_it_deserves()
    {
        GradingFolder.NeedEngine();

        await _folder.AssertOnlyGoodResolvesAsync("calc-js", new Dictionary<string, string?>
        {
            ["good"] = Replaced(Good),
            ["other"] = Replaced("exports.add = (a, b) => a * b;"),
            ["prints"] = Replaced(Prints + "\n" + Base),
            ["prints-and-exits"] = Replaced(Prints + "\nprocess.exit(0);"),
            ["exits"] = Replaced("process.exit(0);"),
            ["exits-in-a-test"] = Replaced("exports.add = (a, b) => a === 0 ? 0 : process.exit(0);"),
            ["writes-results"] = Replaced("const fs = require('node:fs');\nfor (const name of fs.readdirSync('/tmp')) try { "
                + "fs.appendFileSync('/tmp/' + name, '{\"test\":\"test/calc.test.js > add > "
                + "adds\",\"status\":\"passed\"}\\n{\"exit\":0}\\n'); } catch { }\n" + Base),
            ["writes-to-the-channel"] = Replaced("require('node:fs').writeSync(3, "
                + "'{\"names\":[\"add\",\"adds\"],\"status\":\"passed\"}\\n{\"end\":true}\\n');\nprocess.exit(0);"),
        });
    }

    [Fact]
    public async Task A_task_in_JavaScript_is_fit_to_judge_by()
    {
        GradingFolder.NeedEngine();

        await _folder.AssertTaskIsFitAsync();
    }

    private static string Replaced(string text)
    {
        var lines = text.Split('\n');
        return $"diff --git a/calc.js b/calc.js\n--- a/calc.js\n+++ b/calc.js\n@@ -1 +1,{lines.Length} @@\n-{Base}\n"
            + string.Concat(lines.Select(line => $"+{line}\n"));
    }
}
