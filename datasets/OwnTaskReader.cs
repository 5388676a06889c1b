using System.Text.Json;

namespace Eval.Datasets;

/// <summary>
/// Reads a task of the project's own format from its JSON object. The format is strict: a misspelt field is a mistake, not an extra.
/// </summary>
internal static class OwnTaskReader
{
    private static readonly string[] Classes = ["completion", "multi-constraint", "library-api"];
    private static readonly string[] Difficulties = ["simple", "medium", "complex"];
    private static readonly string[] TestFields = ["call", "expected", "throws", "tolerance", "unordered", "visible"];
    private static readonly string[] MutantFields = ["mutant", "reason"];
    private static readonly string[] SpecialNumbers = ["NaN", "Infinity", "-Infinity"];

    private static readonly string[] FolderFields =
        ["id", "class", "difficulty", "language", "entryPoint", "measures", "tags", "constraints", "tests", "equivalentMutants"];

    private static readonly string[] LineFields = [.. FolderFields, "prompt", "referenceSolution"];

    /// <summary>Reads a task whose prompt and reference are fields of the record.</summary>
    public static FunctionTask Read(DataRecord record, string dataset)
    {
        record.RefuseFieldsBeside(LineFields);
        var program = record.IsText("tests") ? record.Text("tests") : null;
        return Read(record, dataset, record.Text("prompt"), record.OptionalText("referenceSolution"), program);
    }

    /// <summary>Reads a task whose prompt, reference and perhaps test program are files of their own.</summary>
    public static FunctionTask ReadFolder(DataRecord record, string dataset, string prompt, string? reference, string? program)
    {
        record.RefuseFieldsBeside(FolderFields);
        return program is not null && record.Has("tests")
            ? throw record.Problem("tests", "stands beside the file tests.cs; a task has one or the other.")
            : Read(record, dataset, prompt, reference, program);
    }

    private static FunctionTask Read(DataRecord record, string dataset, string prompt, string? reference, string? program)
    {
        var task = new FunctionTask
        {
            Id = record.Id("id"),
            Dataset = dataset,
            Class = record.OptionalChoice("class", Classes)
                ?? throw record.Problem("class", $"is missing; it must be one of {string.Join(", ", Classes)}."),
            Difficulty = record.OptionalChoice("difficulty", Difficulties),
            Language = ProgrammingLanguage.NameOf(record.OptionalText("language") ?? "csharp"),
            EntryPoint = record.OptionalText("entryPoint"),
            Measures = record.OptionalText("measures"),
            Tags = record.Texts("tags"),
            Constraints = record.Texts("constraints"),
            Prompt = prompt,
            ReferenceSolution = reference,
            Tests = program is null ? new CallTests { Cases = [.. record.Objects("tests").Select(Test)] }
                : new ProgramTests { Code = program, Style = Style(program) },
            EquivalentMutants = [.. record.Objects("equivalentMutants").Select(Mutant)],
        };
        if (task.Tests is CallTests { Cases.Count: 0 })
        {
            throw record.Problem("tests", "holds no test; a task needs at least one.");
        }

        if (task.Tests is CallTests && task.Language != "csharp")
        {
            throw record.Problem("tests",
                $"lists calls, which are C#, for a task in {task.Language}; write its tests as the text of a program.");
        }

        return task.Class == "multi-constraint" && task.Constraints.Count == 0
            ? throw record.Problem("constraints", "is missing; a task of class multi-constraint names at least one.")
            : task;
    }

    /// <summary>Tells a class of tests from statements by the attributes that make its methods tests.</summary>
    private static ProgramTestStyle Style(string program) =>
        program.Contains("[Fact", StringComparison.Ordinal) || program.Contains("[Theory", StringComparison.Ordinal)
        || program.Contains("[Xunit.", StringComparison.Ordinal)
            ? ProgramTestStyle.Xunit
            : ProgramTestStyle.Statements;

    private static CallTest Test(DataRecord record)
    {
        record.RefuseFieldsBeside(TestFields);
        var expected = record.Value("expected");
        var throws = record.OptionalText("throws");
        if (expected is null && throws is null)
        {
            throw record.Problem("expected", "is missing, and so is 'throws'; a test needs exactly one of them.");
        }

        if (expected is not null && throws is not null)
        {
            throw record.Problem("throws", "stands beside 'expected'; a test needs exactly one of them.");
        }

        if (expected is { } value)
        {
            CheckSpecialNumbers(record, value);
        }

        var tolerance = record.Number("tolerance");
        return new CallTest
        {
            Call = record.Text("call"),
            Expected = expected,
            Throws = throws,
            Tolerance = tolerance >= 0 ? tolerance : throw record.Problem("tolerance", "is negative; a difference of 0 or more is needed."),
            Unordered = record.Flag("unordered"),
            Visible = record.Flag("visible"),
        };
    }

    private static EquivalentMutant Mutant(DataRecord record)
    {
        record.RefuseFieldsBeside(MutantFields);
        return new EquivalentMutant(record.Text("mutant"), record.Text("reason"));
    }

    private static void CheckSpecialNumbers(DataRecord record, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                CheckSpecialNumbers(record, item);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                if (property.Name == "$double" && !IsSpecialNumber(property.Value))
                {
                    var given = property.Value.GetRawText();
                    throw record.Problem("expected",
                        $"holds a $double that is {given}; it must be one of {string.Join(", ", SpecialNumbers)}.");
                }

                CheckSpecialNumbers(record, property.Value);
            }
        }
    }

    private static bool IsSpecialNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && SpecialNumbers.Contains(value.GetString());
}
