public sealed class Matrix
{
    private readonly int _rows;
    private readonly int _columns;
    private readonly Dictionary<(int Row, int Column), int> _cells;

    public Matrix(int rows, int columns, Dictionary<(int Row, int Column), int> cells)
    {
        (_rows, _columns) = (rows, columns);
        _cells = cells.Where(cell => cell.Value != 0).ToDictionary();
        if (cells.Keys.Any(key => IsOutside(key.Row, key.Column)))
        {
            throw new ArgumentException("cell outside");
        }
    }

    public int Count => _cells.Count;

    public int this[int row, int column] => IsOutside(row, column) ? throw new IndexOutOfRangeException() : _cells.GetValueOrDefault((row, column));

    public Matrix Multiply(Matrix other)
    {
        if (_columns != other._rows)
        {
            throw new ArgumentException("sizes");
        }

        var cells = new Dictionary<(int Row, int Column), int>();
        foreach (var (left, value) in _cells)
        {
            foreach (var (right, factor) in other._cells.Where(cell => cell.Key.Row == left.Column))
            {
                var key = (left.Row, right.Column);
                cells[key] = cells.GetValueOrDefault(key) + value * factor;
            }
        }

        return new Matrix(_rows, other._columns, cells);
    }

    public override string ToString() => string.Join(";", _cells.OrderBy(cell => cell.Key).Select(cell => $"{cell.Key.Row},{cell.Key.Column}={cell.Value}"));

    private bool IsOutside(int row, int column) => row < 0 || row >= _rows || column < 0 || column >= _columns;
}
