namespace Eval.Harness.Tests.Replies;

/// <summary>A function with a right body, one with a wrong value, and what tells them apart.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Right">A body that is right.</param>
/// <param name="Wrong">The same with one wrong value.</param>
/// <param name="Checks">Assertions on <c>candidate</c>.</param>
internal sealed record ScriptFunction(string Name, string Parameters, string Right, string Wrong, params string[] Checks)
{
    public static IReadOnlyList<ScriptFunction> All { get; } =
    [
        Create("clamp", "x, low, high", "return Math.min(high, Math.max(low, x));", "Math.max(low, x)", "x", "candidate(5, 1, 3), 3",
            "candidate(-2, 1, 3), 1"),
        Create("initials", "name", "return name.split(/\\s+/u).filter(Boolean).map((part) => part.at(0).toUpperCase()).join('.');",
            ".at(0)",
            ".at(-1)", "candidate(' ada  lovelace'), 'A.L'"),
        Create("chunks", "list, size",
            "const parts = [];\n  for (let i = 0; i < list.length; i += size) parts.push(list.slice(i, i + size));\n  return parts;",
            "let i = 0", "let i = 1", "candidate([1, 2, 3], 2), [[1, 2], [3]]"),
        Create("tally", "words",
            "return Object.fromEntries(Map.groupBy(words, (word) => word).entries().map(([word, all]) => [word, all.length]));",
            "all.length", "1", "candidate(['a', 'b', 'a']), { a: 2, b: 1 }", "candidate([]), {}"),
        Create("gcd", "a, b", "while (b !== 0) { [a, b] = [b, a % b]; }\n  return a;", "return a", "return b", "candidate(12, 18), 6"),
        Create("rotated", "list, by", "const n = list.length;\n  return list.map((_, i) => list[(((i - by) % n) + n) % n]);", "i - by",
            "i + by", "candidate([1, 2, 3], 1), [3, 1, 2]"),
        Create("is_mirrored", "text",
            "const kept = text.toLowerCase().replace(/[^\\p{L}\\d]/gu, '');\n  return kept === [...kept].toReversed().join('');",
            ".toLowerCase()", "", "candidate('Was it a cat I saw?'), true", "candidate('ab'), false"),
        Create("missing", "numbers", "return [...new Set([1, 2, 3, 4, 5]).difference(new Set(numbers))];", "difference", "intersection",
            "candidate([1, 3]), [2, 4, 5]"),
        Create("roman", "n", "let text = '';\n  for (const [value, sign] of [[10, 'X'], [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I']]) {\n    "
            + "while (n >= value) { text += sign; n -= value; }\n  }\n  return text;", "'IV'", "'VI'", "candidate(14), 'XIV'",
                "candidate(28), 'XXVIII'"),
        Create("widest", "rows", "const { name = null } = rows.toSorted((a, b) => b.width - a.width)[0] ?? {};\n  return name;",
            "b.width - a.width", "a.width - b.width", "candidate([{ name: 'a', width: 1 }, { name: 'b', width: 3 }]), 'b'",
            "candidate([]), null"),
    ];

    /// <summary>Gets its task, a line of a MultiPL-E file.</summary>
    public object Task => new
    {
        name = Name,
        language = "js",
        prompt = $"//{Name}\nfunction {Name}({Parameters}){{\n",
        tests = $"const assert = require('node:assert');\n\n\nfunction test() {{\n  let candidate = "
            + $"{Name};\n{string.Concat(Checks.Select(check => $"  assert.deepEqual({check});\n"))}}}\n\ntest();",
        stop_tokens = new[] { "\nfunction ", "\n/*", "\n//", "\nconsole.log" },
    };

    private static ScriptFunction Create(string name, string parameters, string right, string value, string other,
        params string[] checks) =>
        new(name, parameters, right, right.Replace(value, other, StringComparison.Ordinal), checks);
}
