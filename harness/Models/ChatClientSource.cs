using Microsoft.Extensions.AI;

namespace Eval.Harness.Models;

/// <summary>A chat client of the user's own.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="CreateClient">Makes the client of a model.</param>
internal sealed record ChatClientSource(string Provider, Func<string, IChatClient> CreateClient) : ModelSource
{
    public override string Name => Provider;

    public override string Address => $"chat client {Provider}";

    public override string Place => Address;
}
