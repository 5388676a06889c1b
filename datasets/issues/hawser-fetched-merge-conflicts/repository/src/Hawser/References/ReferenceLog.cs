namespace Hawser.References;

/// <summary>A reference has come to stand elsewhere.</summary>
/// <param name="From">Where it stood; none if it is new.</param>
/// <param name="To">Where it stands; none if it was removed.</param>
/// <param name="Reason">What was done.</param>
public sealed record ReferenceMove(ObjectId From, ObjectId To, string Reason);

/// <summary>Remembers how references have moved since the repository was opened.</summary>
internal sealed class ReferenceLog
{
    private readonly Dictionary<string, List<ReferenceMove>> _moves = new(StringComparer.Ordinal);

    public IReadOnlyList<ReferenceMove> MovesOf(string fullName) =>
        _moves.TryGetValue(fullName, out List<ReferenceMove>? moves) ? moves : [];

    public void Add(string fullName, ReferenceMove move)
    {
        if (!_moves.TryGetValue(fullName, out List<ReferenceMove>? moves))
        {
            moves = [];
            _moves.Add(fullName, moves);
        }

        moves.Add(move);
    }
}
