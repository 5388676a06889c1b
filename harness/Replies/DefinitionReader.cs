using Eval.Sandboxes;

namespace Eval.Harness.Replies;

/// <summary>Reads code in a language of which nothing more is known than its folder of images says: how definitions look.</summary>
internal sealed class DefinitionReader(ILanguageCatalog languages, string language) : ICodeReader
{
    /// <inheritdoc/>
    public CodeOutline Read(string text) => new(true, text.Length, [new CodeStatement(0, text.Length) { Declares = languages.Definitions(language, text).ToHashSet() }]);

    /// <inheritdoc/>
    public bool Begins(string line) => languages.Definitions(language, line).Count > 0;

    /// <inheritdoc/>
    public bool Continues(string prompt, string code) => true;
}
