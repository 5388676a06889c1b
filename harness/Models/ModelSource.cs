namespace Eval.Harness.Models;

/// <summary>
/// Where a model's answers come from. The family is closed: <see cref="EndpointSource"/>, <see cref="SimulatedSource"/>,
/// <see cref="ChatClientSource"/>, <see cref="PolicySource"/> and <see cref="AnswerFileSource"/>; whoever needs to know asks by pattern.
/// </summary>
internal abstract record ModelSource
{
    private protected ModelSource()
    {
    }

    /// <summary>The provider's name in reports.</summary>
    public abstract string Name { get; }

    /// <summary>The address as runs keep it: without a query, and the same in every run.</summary>
    public abstract string Address { get; }

    /// <summary>What shares a limit of connections and a client: the models of one place.</summary>
    public abstract string Place { get; }
}
