namespace Hawser.Diffing;

/// <summary>
/// The shortest edit script after Myers, in linear space: the middle of an optimal path is searched from both ends, and
/// the halves are solved in the same way.
/// </summary>
internal sealed class MyersDiff(int[] oldLines, int[] newLines, ChangeMarks marks)
{
    private int[] _forward = [];
    private int[] _backward = [];

    public void Compare(int oldFrom, int oldTo, int newFrom, int newTo)
    {
        while (oldFrom < oldTo && newFrom < newTo && oldLines[oldFrom] == newLines[newFrom])
        {
            oldFrom++;
            newFrom++;
        }

        while (oldFrom < oldTo && newFrom < newTo && oldLines[oldTo - 1] == newLines[newTo - 1])
        {
            oldTo--;
            newTo--;
        }

        if (oldFrom == oldTo)
        {
            marks.MarkNew(newFrom, newTo);
        }
        else if (newFrom == newTo)
        {
            marks.MarkOld(oldFrom, oldTo);
        }
        else
        {
            (int startX, int startY, int endX, int endY) = FindMiddle(oldFrom, oldTo, newFrom, newTo);
            Compare(oldFrom, oldFrom + startX, newFrom, newFrom + startY);
            Compare(oldFrom + endX, oldTo, newFrom + endY, newTo);
        }
    }

    private (int StartX, int StartY, int EndX, int EndY) FindMiddle(int oldFrom, int oldTo, int newFrom, int newTo)
    {
        int width = oldTo - oldFrom;
        int height = newTo - newFrom;
        int delta = width - height;
        bool odd = (delta & 1) != 0;
        int limit = (width + height + 1) / 2;
        int origin = limit + 1;
        Prepare(2 * origin + 1, origin);

        for (int d = 0; d <= limit; d++)
        {
            int lowest = -(d - (2 * Math.Max(0, d - height)));
            int highest = d - (2 * Math.Max(0, d - width));
            for (int k = lowest; k <= highest; k += 2)
            {
                int x = Step(_forward, origin + k);
                int y = x - k;
                int startX = x;
                int startY = y;
                while (x < width && y < height && oldLines[oldFrom + x] == newLines[newFrom + y])
                {
                    x++;
                    y++;
                }

                _forward[origin + k] = x;
                int opposite = delta - k;
                if (odd && Math.Abs(opposite) <= d - 1 && Meets(x, _backward[origin + opposite], width))
                {
                    return (startX, startY, x, y);
                }
            }

            for (int k = lowest; k <= highest; k += 2)
            {
                int x = Step(_backward, origin + k);
                int y = x - k;
                int startX = x;
                int startY = y;
                while (x < width && y < height && oldLines[oldTo - 1 - x] == newLines[newTo - 1 - y])
                {
                    x++;
                    y++;
                }

                _backward[origin + k] = x;
                int opposite = delta - k;
                if (!odd && Math.Abs(opposite) <= d && Meets(x, _forward[origin + opposite], width))
                {
                    return (width - x, height - y, width - startX, height - startY);
                }
            }
        }

        throw new InvalidOperationException("The two searches must meet.");
    }

    private static int Step(int[] reached, int index) =>
        reached[index - 1] < reached[index + 1] ? reached[index + 1] : reached[index - 1] + 1;

    private static bool Meets(int x, int opposite, int width) => opposite >= 0 && x + opposite >= width;

    private void Prepare(int size, int origin)
    {
        if (_forward.Length < size)
        {
            _forward = new int[size];
            _backward = new int[size];
        }

        Array.Fill(_forward, -1);
        Array.Fill(_backward, -1);
        _forward[origin + 1] = 0;
        _backward[origin + 1] = 0;
    }
}
