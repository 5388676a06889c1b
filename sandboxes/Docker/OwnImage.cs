namespace Eval.Sandboxes.Docker;

/// <summary>An image that was built by this program.</summary>
/// <param name="Id">The engine's id.</param>
/// <param name="Name">Name and tag.</param>
/// <param name="Bytes">Its size, without what it shares with older images of ours and with those of others.</param>
/// <param name="IsCurrent">Whether this version of the program uses it.</param>
public sealed record OwnImage(string Id, string Name, long Bytes, bool IsCurrent);
