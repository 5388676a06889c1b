namespace Eval.Datasets;

/// <summary>The tests of a function task.</summary>
public abstract record TestSuite
{
    /// <summary>Returns what of the tests decides a verdict, for the task's content hash.</summary>
    public abstract object HashedContent();
}
