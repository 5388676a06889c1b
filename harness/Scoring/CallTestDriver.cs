using System.Text;
using System.Text.RegularExpressions;
using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Scoring.TestCode;

namespace Eval.Harness.Scoring;

/// <summary>Writes the driver of a task whose tests are calls: it reports what each call gave; the expected values stay here.</summary>
internal static partial class CallTestDriver
{
    /// <summary>A namespace that an answer cannot declare; the names of its types are explained there.</summary>
    private const string Namespace = "Eval.Calls";

    public static TestDriver Create(FunctionTask task, CallTests tests, IReadOnlyList<AnswerType> types)
    {
        var calls = string.Join('\n', tests.Cases.Select(test => test.Call));
        var names = AnswerNames.Directives(types.Where(type => calls.Contains(type.Name, StringComparison.Ordinal))).ToList();
        var source = new StringBuilder(names.Count == 0 ? "" : $"namespace {Namespace}\n{{\n{string.Join('\n', names)}\n")
            .Append($"internal static class {(names.Count == 0 ? "EvalDriver" : "Driver")}\n{{\n    public static void Run()\n    {{\n");
        var bodies = new StringBuilder();
        for (var i = 0; i < tests.Cases.Count; i++)
        {
            var call = tests.Cases[i].Call.Trim();
            if (IsBody(call))
            {
                var isAsync = call.Contains("await ", StringComparison.Ordinal);
                source.Append($"        global::Eval.Runtime.Checks.Value({i}, () => Call{i}());\n");
                bodies.Append(isAsync
                    ? $"    private static async global::System.Threading.Tasks.Task<object?> Call{i}()\n    {{\n{call}\n    }}\n"
                    : $"    private static object? Call{i}()\n    {{\n{call}\n    }}\n");
            }
            else
            {
                source.Append($"        global::Eval.Runtime.Checks.Value({i}, () => (object?)({call.TrimEnd(';')}));\n");
            }
        }

        source.Append("    }\n\n").Append(bodies).Append("}\n");
        if (names.Count > 0)
        {
            source.Append($"}}\n\ninternal static class EvalDriver\n{{\n    public static void Run() => "
                + $"global::{Namespace}.Driver.Run();\n}}\n");
        }

        return new TestDriver(source.ToString(), tests.Cases.Select(test => new Check
        {
            Text = test.Call,
            Expected = test.Expected,
            Throws = test.Throws,
            AsksForThrownType = test.Throws is not null && AskedTypes.Declares(task, test.Throws.Split('.')[^1]),
            Tolerance = test.Tolerance,
            Unordered = test.Unordered,
            Visible = test.Visible,
        }).ToList());
    }

    /// <summary>
    /// A body has a return statement and ends as a statement does; an expression may hold a lambda with one, but ends otherwise.
    /// </summary>
    private static bool IsBody(string call) =>
        ReturnStatement().IsMatch(call) && (call.EndsWith(';') || call.EndsWith('}'));

    [GeneratedRegex(@"\breturn\b")]
    private static partial Regex ReturnStatement();
}
