using Eval.Datasets;
using Eval.Sandboxes;

namespace Eval.Harness.Replies;

/// <summary>
/// Chooses the code of a reply by what parses and declares what the tests call (<see cref="AnswerRank"/>), not by how it is marked. The raw
/// reply is kept beside it, so choosing again later costs nothing.
/// </summary>
/// <param name="syntax">Reads C#; null where no sandbox runs it.</param>
/// <param name="assembly">What stands in front of an answer that is a full program.</param>
/// <param name="languages">What is known of the languages that the sandbox runs; null where that is C# alone.</param>
internal sealed class CodeExtractor(ISyntaxReader? syntax, AnswerAssembly assembly = AnswerAssembly.Prompt,
    ILanguageCatalog? languages = null)
{
    private static readonly string[] CSharpTags = ["csharp", "cs", "c#", "dotnet", "c-sharp"];
    private static readonly string[] PythonTags = ["python", "py", "python3"];

    public async Task<ExtractedCode> ExtractAsync(FunctionTask task, string reply, CancellationToken ct)
    {
        var tags = TagsOf(task);
        var only = ReplyPieces.OnlyBlock(reply, tags);
        var visible = only is null ? TextLines.Unified(ReplyText.Visible(reply)).TrimStart('\ufeff', '\u200b') : "";
        IReadOnlyList<CodePiece> pieces = only is not null
            ? [new CodePiece(only, task.Language, CodePieceKind.Block)]
            : ReplyPieces.Read(visible, task.EntryPoint?.Split('.')[^1] ?? "");
        var chosen = task.Language == "csharp"
            ? await CSharp(task).ChooseAsync(pieces, ct)
            : Outlined(task, tags).Choose(pieces);
        return chosen ?? new ExtractedCode("", AnswerRank.Unreadable)
        {
            Found = ReplyText.IsRefusal(visible) ? CodeFound.Refusal : CodeFound.Nothing,
        };
    }

    /// <summary>Makes a whole program of code that is the answer already.</summary>
    public async Task<ExtractedCode> ShapeAsync(FunctionTask task, string code, CancellationToken ct)
    {
        if (task.Language == "csharp")
        {
            return await CSharp(task).ChooseAsync([new CodePiece(code, task.Language, CodePieceKind.Block)], ct)
                ?? new ExtractedCode(code, AnswerRank.Unreadable);
        }

        return Shape(task, code, Outlined(task, []).RankOf(code));
    }

    private CSharpAnswers CSharp(FunctionTask task) =>
        new(syntax ?? throw new SandboxUnavailableException("No sandbox that reads C# was started."), task);

    private OutlinedAnswers Outlined(FunctionTask task, IReadOnlyCollection<string> tags) =>
        new(task, ReaderOf(task), tags, (code, rank) => Shape(task, code, rank));

    private ExtractedCode Shape(FunctionTask task, string code, AnswerRank rank) =>
        task.Language == "python"
            ? PythonShape.Shape(task, code, rank, assembly, ReaderOf(task))
            : ProgramShape.Shape(task, code, rank, ReaderOf(task));

    private ICodeReader ReaderOf(FunctionTask task) => task.Language switch
    {
        "python" => new PythonReader(),
        "javascript" => new ScriptReader(),
        var language => new DefinitionReader(languages
            ?? throw new SandboxUnavailableException($"No sandbox that runs {language} was started."), language),
    };

    private string[] TagsOf(FunctionTask task) => task.Language switch
    {
        "csharp" => CSharpTags,
        "python" => PythonTags,
        var language => languages?.NamesOf(language).Append(language).ToArray() ?? [language],
    };
}
