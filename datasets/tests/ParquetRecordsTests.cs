using System.Text.Json.Serialization;
using Parquet;
using Parquet.Serialization;

namespace Eval.Datasets.Tests;

public sealed class ParquetRecordsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_with_numbers_lists_and_gaps_are_read_from_all_groups()
    {
        using var folder = new TemporaryFolder();
        var file = await WriteAsync(folder, rowsInGroup: 2);

        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(file, Ct);
        var tasks = await dataset.ReadAsync(Ct).Cast<FunctionTask>().ToListAsync(Ct);

        Assert.Equal(("tasks", "MBPP"), (dataset.Name, dataset.Kind));
        Assert.Equal(["11", "12", "13"], tasks.Select(task => task.Id));
        Assert.All(tasks, task => Assert.Equal("\nassert f(1) == 1\nassert f(2) == \"\u2603\"\n", ((ProgramTests)task.Tests).Code));
        Assert.Equal(["def f(x): return x", null, "def f(x): return x"], tasks.Select(task => task.ReferenceSolution));
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = await WriteAsync(folder, rowsInGroup: 3);
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        foreach (var length in new[] { 4, 40, bytes.Length / 2, bytes.Length - 1 })
        {
            var cut = folder.Write($"cut-{length}", bytes[..length]);

            var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => DatasetCatalog.BesideProgram.OpenAsync(cut, Ct));

            Assert.StartsWith($"{cut}: is a Parquet file that is damaged or cut short", mistake.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<string> WriteAsync(TemporaryFolder folder, int rowsInGroup)
    {
        var rows = Enumerable.Range(11, 3).Select(id => new Row
        {
            Id = id,
            Text = "Do.",
            Code = id == 12 ? null : "def f(x): return x",
            Tests = ["assert f(1) == 1", "assert f(2) == \"\u2603\""],
        });
        var path = folder.Write("tasks.parquet", "");
        await using var stream = File.Create(path);
        await ParquetSerializer.SerializeAsync(rows, stream, new ParquetOptions { RowGroupSize = rowsInGroup }, cancellationToken: Ct);
        return path;
    }

    private sealed class Row
    {
        [JsonPropertyName("task_id")]
        public long Id { get; set; }

        [JsonPropertyName("text")]
        public string? Text { get; set; }

        [JsonPropertyName("code")]
        public string? Code { get; set; }

        [JsonPropertyName("test_list")]
        public List<string>? Tests { get; set; }
    }
}
