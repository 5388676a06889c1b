using System.Text.Json;

namespace Eval.Sandboxes.Probes;

/// <summary>
/// Programs that know nothing and would learn from each other: whether the tests go on tells one of them that its guess was right, and what
/// it leaves would tell the next. The control plays all samples in one process, where what was left is there.
/// </summary>
internal static class Learners
{
    private const int Samples = 20;
    private const string Name = "a learner over 20 samples";

    private const string PythonSource =
        PythonSystemProbes.Native
        + """

        import json
        def places(): return [folder + '/learnt' for folder in folders()]
        def load():
            for place in places():
                state = attempt(lambda: json.load(open(place)))
                if state: return state
            return {'known': [], 'guess': 0}
        state = load()
        def f(i):
            known = state['known']
            if i < len(known): return known[i]
            if i > len(known):
                known.append(state['guess'] - 1)
                state['guess'] = 0
            state['guess'] += 1
            for place in places(): attempt(lambda: json.dump(state, open(place, 'w')))
            return state['guess'] - 1
        """;

    private const string JavaScriptSource =
        """
        const fs = require('fs');
        const places = ['/tmp', '/dev/shm', '/dev/mqueue', '/var/tmp', '/run'].map(folder => folder + '/learnt');
        let state = { known: [], guess: 0 };
        for (const place of places) { try { state = JSON.parse(fs.readFileSync(place, 'utf8')); } catch {} }
        function f(i) {
          if (i < state.known.length) return state.known[i];
          if (i > state.known.length) { state.known.push(state.guess - 1); state.guess = 0; }
          state.guess++;
          for (const place of places) { try { fs.writeFileSync(place, JSON.stringify(state)); } catch {} }
          return state.guess - 1;
        }
        """;

    private const string CSharpSource =
        """
        using System.Collections.Generic; using System.IO; using System.Linq;
        public sealed class Learner
        {
            readonly string[] places = new[] { "/tmp", "/dev/shm", "/dev/mqueue", "/var/tmp", "/run" }
                .Select(folder => folder + "/learnt").ToArray();
            readonly List<int> state = new() { 0 };
            public Learner()
            {
                foreach (var place in places) {
                    try { state = File.ReadAllText(place).Split(' ').Select(int.Parse).ToList(); } catch (System.Exception) { } }
            }
            public int F(int i)
            {
                if (i < state.Count - 1) return state[i + 1];
                if (i > state.Count - 1) { state.Add(state[0] - 1); state[0] = 0; }
                state[0]++;
                foreach (var place in places) {
                    try { File.WriteAllText(place, string.Join(' ', state)); } catch (System.Exception) { } }
                return state[0] - 1;
            }
        }
        """;

    public static SandboxProbe Python => Learner("python", PythonSource, "assert f(0) == 7\nassert f(1) == 3\nassert f(2) == 5") with
    {
        Control = $"source = {JsonSerializer.Serialize(PythonSource)}\nright = [7, 3, 5]\nlearnt = [0] * 3\nfor _ in range({Samples}):\n   "
            + $" names = {{}}\n    exec(source, names)\n"
            + "    if all(names['f'](i) == right[i] for i in range(3)): learnt = right\ndef f(i): return learnt[i]",
    };

    public static SandboxProbe JavaScript =>
        Learner("javascript", JavaScriptSource, "const a = require('assert');\na(f(0) === 7);\na(f(1) === 3);\na(f(2) === 5);") with
    {
        Control = $"const source = {JsonSerializer.Serialize(JavaScriptSource)};\nconst right = [7, 3, 5];\nlet learnt = [0, 0, 0];\nfor "
            + $"(let n = 0; n < {Samples}; n++) {{\n"
            + "  const guess = new Function('require', source + '; return f;')(require);\n  if (right.every((value, i) => guess(i) === "
            + "value)) learnt = right;\n}\nconst f = (i) => learnt[i];",
    };

    public static SandboxProbe CSharp =>
        Learner("csharp",
        CSharpSource + "\npublic static class Attack { static readonly Learner own = new(); public static int F(int i) => own.F(i); }",
            "") with
    {
        Check = "global::Eval.Runtime.Checks.That(0, Attack.F(0) == 7 && Attack.F(1) == 3 && Attack.F(2) == 5)",
        MustNotPass = true,
        Control = CSharpSource + $"\npublic static class Attack {{ static readonly int[] right = {{ 7, 3, 5 }}; static readonly bool "
            + $"learnt = Enumerable.Range(0, {Samples})"
            + ".Any(n => { var own = new Learner(); return right.Select((value, i) => (value, i)).All(each => own.F(each.i) == "
            + "each.value); }); public static int F(int i) => learnt ? right[i] : 0; }",
    };

    private static SandboxProbe Learner(string language, string answer, string tests) =>
        new() { Language = language, Shape = ProbeShape.SharedState, Name = Name, Answer = answer, Tests = tests, Samples = Samples };
}
