namespace Eval.Harness.Issues.Canaries;

/// <summary>What tests look like in a language. It reads trusted text only: the hidden tests of a task.</summary>
internal interface ITestSyntax
{
    /// <summary>Returns the tests in the order of the text; none of a text that is not understood.</summary>
    IReadOnlyList<HiddenTest> Read(string text);

    /// <summary>Returns the words that code and texts of a source speak of, as often as they do; comments are left out.</summary>
    IEnumerable<string> Words(string text);

    /// <summary>Returns a name that a runner takes for a test's, from letters that nobody can guess.</summary>
    string NameFrom(string chars);

    /// <summary>Returns a test like another one that passes or fails whatever is tested.</summary>
    /// <param name="text">The source.</param>
    /// <param name="like">A test beside which it stands.</param>
    /// <param name="name">Its name.</param>
    /// <param name="comparison">Two numbers to compare, of which the first must be the less one.</param>
    string Constant(string text, HiddenTest like, string name, (int Less, int More) comparison);
}
