namespace Eval.Routing.Policies;

/// <summary>What decides whether an answer is good enough.</summary>
public enum VerifierKind
{
    /// <summary>The tests that the request itself shows, such as a docstring's examples, pass.</summary>
    PublicTests,

    /// <summary>The repository's existing tests pass after the change.</summary>
    ExistingTests,

    /// <summary>There is code, and it compiles.</summary>
    Build,

    /// <summary>Several answers of the model agree.</summary>
    SelfConsistency,

    /// <summary>The answer took no more than a limit: what takes a model long is often wrong.</summary>
    Effort,

    /// <summary>A service of one's own is asked.</summary>
    Webhook,

    /// <summary>The hidden tests pass: nothing that exists in production, an upper bound.</summary>
    HiddenTests,
}
