using Eval.Sandboxes;

namespace Eval.Harness.Replies;

/// <summary>Reads code in a language of which nothing more is known than its folder of images says: how definitions look.</summary>
internal sealed class DefinitionReader(ILanguageCatalog languages, string language) : ICodeReader
{
    /// <inheritdoc/>
    public CodeOutline Read(string text)
    {
        var whole = new CodeStatement(0, text.Length) { Declares = languages.Definitions(language, text).ToHashSet() };
        return new CodeOutline(true, text.Length, [whole]);
    }

    /// <inheritdoc/>
    public bool Begins(string line) => languages.Definitions(language, line).Count > 0;

    /// <inheritdoc/>
    public bool Continues(string prompt, string code) => true;
}
