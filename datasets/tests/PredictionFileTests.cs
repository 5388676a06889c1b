namespace Eval.Datasets.Tests;

public sealed class PredictionFileTests
{
    private const string One = """{"instance_id":"a","model_name_or_path":"m","model_patch":"diff"}""";
    private const string Two = """{"instance_id":"b","model_name_or_path":"m","model_patch":null}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Forms =>
        new() { $"{One}\n{Two}\n", $"[{One},\n {Two}]", $"{{\"a\": {One},\n \"b\": {Two}}}",
        $"{{\"a\": {One},\n \"b\": {Two.Replace("\"instance_id\":\"b\",", "", StringComparison.Ordinal)}}}",
        "instance_id,model_name_or_path,model_patch\na,m,diff\nb,m,\n" };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Lines_a_list_and_a_map_say_the_same(string text)
    {
        using var folder = new TemporaryFolder();

        var predictions = await PredictionFile.ReadAsync(folder.Write("preds.json", text), Ct).ToListAsync(Ct);

        Assert.Equal([("a", "m", "diff"), ("b", "m", "")], predictions.Select(each => (each.TaskId, each.Model, each.Text)));
    }

    [Theory]
    [InlineData("""{"instance_id":"a"}""", ", line 1, field 'model_patch': is missing; a patch, or null for none, is needed.")]
    [InlineData("""{"model_patch":"x","model_name_or_path":"m"}""", ", line 1, field 'instance_id': is missing; a text is needed.")]
    [InlineData("""{"instance_id":"a","model_patch":"caf\udce9"}""", ", line 1, field 'model_patch': holds one half of a surrogate pair, "
        + "which no text has; Python writes a byte that is not UTF-8 like that.")]
    [InlineData("[]", ": holds no prediction.")]
    public async Task A_mistake_is_a_sentence(string text, string sentence)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("preds.jsonl", text);

        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(async () => await PredictionFile.ReadAsync(file, Ct)
            .ToListAsync(Ct));

        Assert.Equal(file + sentence, mistake.Message);
    }

    [Fact]
    public async Task An_instance_twice_is_refused()
    {
        using var folder = new TemporaryFolder();

        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(async () =>
            await PredictionFile.ReadAsync(folder.Write("p.jsonl", One + "\n" + One), Ct).ToListAsync(Ct));

        Assert.EndsWith("'a' of m stands in the file already.", mistake.Message, StringComparison.Ordinal);
    }
}
