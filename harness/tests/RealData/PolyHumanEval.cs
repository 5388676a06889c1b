using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Datasets;

namespace Eval.Harness.Tests.RealData;

/// <summary>
/// Makes tasks of the records of poly-humaneval: typed signature, recorded arguments and expected values. As its own evaluator does, a test
/// passes lists as <c>IList</c>, compares floating-point numbers with a tolerance and demands that the arguments are left unchanged.
/// </summary>
internal static partial class PolyHumanEval
{
    private const double Tolerance = 1e-6;

    public static FunctionTask Task(JsonElement record)
    {
        // Where a task declares several functions, the tests call the last one.
        var signature = Signature().Matches(record.GetProperty("tests_dsl").GetString()!)[^1];
        var parameters = Split(signature.Groups[2].Value).Select(part => part[(part.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
            .ToList();
        var function = signature.Groups[1].Value;
        return new FunctionTask
        {
            Id = record.GetProperty("task_id").GetString()!,
            Dataset = "poly-humaneval",
            Language = "csharp",
            Class = "completion",
            Prompt = record.GetProperty("task_id").GetString()!,
            EntryPoint = "Global." + Name(function),
            ReferenceSolution = record.GetProperty("csharp_solution").GetString(),
            Tests = new CallTests { Cases = PolyTests.Read(record, function)
                .Select(test => Test(Name(test.Function), parameters, test.Arguments, test.Expected)).ToList() },
        };
    }

    private static string Name(string function) =>
        string.Concat(function.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static CallTest Test(string name, List<string> types, IReadOnlyList<JsonElement> arguments, JsonElement expected)
    {
        var locals = new StringBuilder();
        for (var i = 0; i < types.Count; i++)
        {
            locals.Append($"{Type(types[i])} a{i} = {Literal(types[i], arguments[i])}; ");
        }

        var names = Enumerable.Range(0, types.Count).Select(i => $"a{i}").ToList();
        var all = JsonSerializer.SerializeToElement(new object[] { expected }.Concat(arguments.Cast<object>()).ToArray());
        return new CallTest
        {
            Call = $"{locals}var result = Global.{name}({string.Join(", ", names)}); return new object[] {{ result, "
                + $"{string.Join(", ", names)} }};",
            Expected = all,
            Tolerance = Tolerance,
        };
    }

    private static string Type(string type)
    {
        if (type.EndsWith('?'))
        {
            return Type(type[..^1]) + (type is "string?" ? "" : "?");
        }

        return type.StartsWith("list<", StringComparison.Ordinal) ? $"IList<{Type(type[5..^1])}>"
            : type.StartsWith("dict<", StringComparison.Ordinal) ? $"IDictionary<{string.Join(", ", Split(type[5..^1]).Select(Type))}>"
            : type == "any" ? "object" : type;
    }

    private static string Literal(string type, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return "null";
        }

        var inner = type.TrimEnd('?');
        if (inner.StartsWith("list<", StringComparison.Ordinal))
        {
            return $"new List<{Type(inner[5..^1])}> {{ "
                + $"{string.Join(", ", value.EnumerateArray().Select(item => Literal(inner[5..^1], item)))} }}";
        }

        if (inner.StartsWith("dict<", StringComparison.Ordinal))
        {
            var types = Split(inner[5..^1]);
            var pairs = value.EnumerateObject().Select(pair =>
                $"[{Literal(types[0], JsonSerializer.SerializeToElement(pair.Name))}] = {Literal(types[1], pair.Value)}");
            return $"new Dictionary<{Type(types[0])}, {Type(types[1])}> {{ {string.Join(", ", pairs)} }}";
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(value.GetString()!, quote: true),
            JsonValueKind.Number when inner == "double" => value.GetDouble().ToString("R", CultureInfo.InvariantCulture) + "d",
            _ => value.GetRawText(),
        };
    }

    /// <summary>Splits at commas that are not inside angle brackets.</summary>
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
            else
            {
                depth += text[i] == '<' ? 1 : text[i] == '>' ? -1 : 0;
            }
        }

        return parts.Where(part => part.Length > 0).ToList();
    }

    [GeneratedRegex(@"func (\w+)\((.*)\) -> (.*)$", RegexOptions.Multiline)]
    private static partial Regex Signature();
}
