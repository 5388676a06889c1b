namespace Eval.Sandboxes;

/// <summary>What is known of languages beside how to run them.</summary>
public interface ILanguageCatalog
{
    /// <summary>Returns what a language is called beside its own name, for instance at the head of code blocks.</summary>
    IReadOnlyList<string> NamesOf(string language);

    /// <summary>Returns whether a language's tests run in a process that the answer is not in.</summary>
    bool TestsAreApart(string language);

    /// <summary>Returns what a source defines at its top level, as far as that can be seen without a parser.</summary>
    IReadOnlyList<string> Definitions(string language, string source);
}
