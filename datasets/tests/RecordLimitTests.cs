namespace Eval.Datasets.Tests;

public sealed class RecordLimitTests
{
    [Fact]
    public void A_record_that_does_not_end_is_refused_before_it_fills_the_memory()
    {
        var cutter = new RecordCutter("big.jsonl", 1024 * 1024, "{"u8);
        var records = new List<RawRecord>();
        cutter.Add("{}\n"u8, records);

        var e = Assert.Throws<DatasetFormatException>(() => cutter.Add(new byte[(1024 * 1024) + 1], records));

        Assert.Single(records);
        Assert.Equal("big.jsonl, line 2: the record is longer than 1 MB; write one task a line.", e.Message);
    }

    [Fact]
    public void A_file_cut_into_pieces_at_any_place_gives_the_same_records()
    {
        foreach (var text in new[] { "{\"a\":\"x\\\"]\"}\r\n\n{\"b\":[1,{}]}", "\n{\n \"a\": \"x\\\"}\"\r\n}\n\n{ \"b\":\n[1,{}]}",
            "[ {\"a\":\"x\\\"],\"} ,\n{\"b\":[1,{}]}\n]\n" })
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(text);
            var whole = Cut(bytes, bytes.Length);
            Assert.Equal(2, whole.Count);
            for (var size = 1; size < bytes.Length; size++)
            {
                Assert.Equal(whole, Cut(bytes, size));
            }
        }
    }

    private static List<string> Cut(byte[] bytes, int size)
    {
        var cutter = new RecordCutter("f", 1000, bytes);
        var records = new List<RawRecord>();
        for (var start = 0; start < bytes.Length; start += size)
        {
            cutter.Add(bytes.AsSpan(start, Math.Min(size, bytes.Length - start)), records);
        }

        if (cutter.End() is { } last)
        {
            records.Add(last);
        }

        return [.. records.Select(record => $"{record.Line}: {System.Text.Encoding.UTF8.GetString(record.Bytes.Span)}")];
    }
}
