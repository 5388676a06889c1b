namespace Eval.Datasets;

/// <summary>A data set that others have published, pinned to one version of its file.</summary>
/// <param name="Name">The name it is fetched and used by.</param>
/// <param name="FileName">The name of its file.</param>
/// <param name="Url">Where the file is.</param>
/// <param name="Sha256">The checksum of the file, in lower-case hexadecimal.</param>
/// <param name="Licence">The licence and who gave it.</param>
/// <param name="Summary">What it holds, in a few words.</param>
public sealed record PublicDataset(string Name, string FileName, Uri Url, string Sha256, string Licence, string Summary)
{
    /// <summary>Gets the sets that are known by name.</summary>
    public static IReadOnlyList<PublicDataset> All { get; } =
    [
        new(
            "humaneval",
            "HumanEval.jsonl.gz",
            new Uri("https://raw.githubusercontent.com/openai/human-eval/6d43fb980f9fee3c892a914eda09951f772ad10d/data/HumanEval.jsonl.gz"),
            "b796127e635a67f93fb35c04f4cb03cf06f38c8072ee7cee8833d7bee06979ef",
            "MIT (openai/human-eval)",
            "164 Python functions to complete"),
        new(
            "mbppplus",
            "MbppPlus.jsonl.gz",
            new Uri("https://raw.githubusercontent.com/evalplus/mbppplus_release/dadf43da556a00f7bacd71cb154f2932757d9144/MbppPlus.jsonl.gz"),
            "af43697e8791c4c149bdfd6b489d8b5412507551ac20e28a439f650b8225db63",
            "Apache-2.0 (evalplus/mbppplus_release), MBPP itself CC-BY-4.0",
            "378 small Python tasks with many inputs"),
        new(
            "humaneval-cs",
            "humaneval-cs.jsonl",
            new Uri("https://raw.githubusercontent.com/deepseek-ai/DeepSeek-Coder/2f9fd85927c669dae3c0fbb2d607274023af243e/Evaluation/HumanEval/data/humaneval-cs.jsonl"),
            "1c3fe18be10addc2d0b96311f4db192ae3232e08628d17768d889d6ab87be224",
            "MIT (deepseek-ai/DeepSeek-Coder)",
            "158 C# methods to complete, MultiPL-E"),
    ];

    /// <summary>Gets the folder that fetched files are kept in: <c>EVAL_DATASETS</c>, else one in the user's data folder.</summary>
    public static string Folder =>
        Environment.GetEnvironmentVariable("EVAL_DATASETS") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify), "eval", "datasets");

    /// <summary>Gets where its file is once it was fetched.</summary>
    public string File => Path.Combine(Folder, FileName);

    /// <summary>Returns the set of a name; null when there is none.</summary>
    public static PublicDataset? Find(string name) => All.FirstOrDefault(dataset => dataset.Name == name);
}
