using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Eval.Datasets.Tests;

public sealed class ReadingIsIndifferentTests
{
    [Fact]
    public async Task The_same_records_give_the_same_tasks_however_the_file_is_written()
    {
        var texts = Gen.String[1, 40].Where(text => !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsSurrogate));
        var records = Gen.Select(texts, texts, (prompt, call) => (prompt, call)).List[1, 60];
        await Gen.Select(records, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool).SampleAsync(
            async (list, mark, windows, gzip, array) =>
            {
                using var folder = new TemporaryFolder();
                var lines = list.Select((record, index) => JsonSerializer.Serialize(new
                {
                    id = $"t{index}",
                    @class = "completion",
                    prompt = record.prompt,
                    tests = new[] { new { call = record.call, expected = new object?[] { index, null, "[,]" } } },
                })).ToList();
                var plain = folder.Write("plain.jsonl", string.Join('\n', lines) + "\n");
                var other = folder.Write("other", Bytes(lines, mark, windows ? "\r\n" : "\n", gzip, array));

                Assert.Equal(await HashesAsync(plain), await HashesAsync(other));
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public async Task Records_longer_than_the_buffer_are_read_whole()
    {
        using var folder = new TemporaryFolder();
        var prompt = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{i}\"\\[{{"));
        var record = JsonSerializer.Serialize(new { id = "a", @class = "completion", prompt,
            tests = new[] { new { call = "F()", expected = 1 } } });
        foreach (var array in new[] { false, true })
        {
            var file = folder.Write($"long{array}",
                Bytes([record, record.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)], false, "\n", false, array));
            var dataset = await DatasetCatalog.BesideProgram.OpenAsync(file, TestContext.Current.CancellationToken);

            var tasks = await dataset.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

            Assert.Equal(2, tasks.Count);
            Assert.All(tasks, task => Assert.Equal(prompt, task.Prompt));
        }
    }

    private static async Task<List<string>> HashesAsync(string file)
    {
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(file, TestContext.Current.CancellationToken);
        return await dataset.ReadAsync(TestContext.Current.CancellationToken).Select(task => task.Id + task.ContentHash).ToListAsync();
    }

    private static byte[] Bytes(List<string> lines, bool mark, string newLine, bool gzip, bool array)
    {
        var text = array ? "[" + newLine + string.Join("," + newLine, lines) + newLine + "]" : string.Join(newLine + newLine, lines);
        byte[] bytes = [.. mark ? Encoding.UTF8.Preamble.ToArray() : [], .. Encoding.UTF8.GetBytes(text)];
        if (!gzip)
        {
            return bytes;
        }

        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }
}
