namespace Eval.Datasets;

/// <summary>Follows JSON byte by byte: how many brackets are open, and whether a string is.</summary>
internal struct JsonNesting
{
    private bool _isEscaped;

    /// <summary>Gets how many brackets and braces are open.</summary>
    public int Depth { get; private set; }

    /// <summary>Gets whether the last byte stands in a string.</summary>
    public bool InString { get; private set; }

    public void Add(byte value)
    {
        if (InString)
        {
            InString = _isEscaped || value != '"';
            _isEscaped = !_isEscaped && value == '\\';
            return;
        }

        switch (value)
        {
            case (byte)'"':
                InString = true;
                break;
            case (byte)'[' or (byte)'{':
                Depth++;
                break;
            case (byte)']' or (byte)'}':
                Depth--;
                break;
        }
    }
}
