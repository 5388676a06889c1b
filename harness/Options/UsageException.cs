namespace Eval.Harness.Options;

/// <summary>Mistakes of the user, all of them together; each sentence says what to do instead.</summary>
internal sealed class UsageException(IReadOnlyList<string> mistakes) : Exception(string.Join('\n', mistakes))
{
    public UsageException(string mistake)
        : this([mistake])
    {
    }

    public IReadOnlyList<string> Mistakes => mistakes;
}
