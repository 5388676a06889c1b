using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Tests.Replies;

namespace Eval.Harness.Tests.RealData;

/// <summary>Reads programs that are known to be right or wrong from the public data sets.</summary>
internal static class ReplyPrograms
{
    /// <summary>Returns the data sets' own solutions: 164 of HumanEval, 378 of MBPP+ and 164 in C#.</summary>
    public static async Task<IReadOnlyList<ReplyProgram>> RightAsync(Func<string, string> file, CancellationToken ct)
    {
        var programs = new List<ReplyProgram>();
        await foreach (var task in new HumanEvalDataset("HumanEval", file("humaneval/HumanEval.jsonl.gz")).ReadAsync(ct))
        {
            programs.Add(new ReplyProgram((FunctionTask)task, ((FunctionTask)task).ReferenceSolution!, true));
        }

        await foreach (var task in new EvalPlusDataset("MbppPlus", file("mbpp/MbppPlus.jsonl.gz")).ReadAsync(ct))
        {
            programs.Add(new ReplyProgram((FunctionTask)task, ((FunctionTask)task).ReferenceSolution!, true));
        }

        programs.AddRange(CSharp(file).Select(task => new ReplyProgram(task, task.ReferenceSolution!, true)));
        return programs;
    }

    /// <summary>Returns programs of models that are published as wrong.</summary>
    public static async Task<IReadOnlyList<ReplyProgram>> WrongAsync(Func<string, string> file, CancellationToken ct)
    {
        var tasks = new Dictionary<string, FunctionTask>();
        await foreach (var task in new HumanEvalDataset("HumanEval", file("humaneval/HumanEval.jsonl.gz")).ReadAsync(ct))
        {
            tasks[task.Id] = (FunctionTask)task;
        }

        var programs = Records(file("completions/python/ldb-gpt-3.5-turbo-0613.jsonl"))
            .Concat(Records(file("completions/python/ldb-codellama-34b.jsonl")))
            .Where(record => !record.GetProperty("published_passed").GetBoolean())
            .Select(record => new ReplyProgram(tasks[record.GetProperty("task_id").GetString()!], record.GetProperty("code").GetString()!,
                false)).ToList();
        var csharp = CSharp(file).ToDictionary(task => task.Id);
        programs.AddRange(Records(file("completions/csharp/poly-codellama-13b-python-to-csharp.jsonl"))
            .Where(record => !record.GetProperty("published_passed").GetBoolean())
            .Select(record => new ReplyProgram(csharp[record.GetProperty("task_id").GetString()!],
                record.GetProperty("csharp_code").GetString()!, false)));
        return programs;
    }

    private static IEnumerable<FunctionTask> CSharp(Func<string, string> file) =>
        Records(file("humaneval-cs/poly-humaneval-csharp-gold.jsonl")).Select(PolyHumanEval.Task);

    private static List<JsonElement> Records(string path) =>
        File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
}
