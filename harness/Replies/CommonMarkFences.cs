namespace Eval.Harness.Replies;

/// <summary>
/// Finds fenced blocks by the rules of CommonMark, so that there is one reading of each text. Unlike <see cref="Fences"/>, which looks for
/// code wherever it may be, this tells what a block holds where its end matters: to the character, with whatever line ends it has.
/// </summary>
internal static class CommonMarkFences
{
    /// <summary>Returns the blocks in order.</summary>
    public static IReadOnlyList<FencedBlock> Read(string text)
    {
        var blocks = new List<FencedBlock>();
        var inside = new List<string>();
        OpenFence? open = null;
        var isInList = false;

        void End(bool isClosed)
        {
            blocks.Add(new FencedBlock(open.Tag, string.Join('\n', inside), isClosed));
            inside.Clear();
            open = null;
        }

        foreach (var line in text.Split('\n'))
        {
            if (open is not null && open.IsLeftBy(line))
            {
                End(isClosed: false);
            }

            if (open is null)
            {
                open = OpenFence.TryRead(line, isInList);
                isInList |= OpenFence.IsListItem(line);
            }
            else if (open.IsClosedBy(line))
            {
                End(isClosed: true);
            }
            else
            {
                inside.Add(open.ContentOf(line));
            }
        }

        if (open is not null)
        {
            End(isClosed: false);
        }

        return blocks;
    }
}
