using System.Text;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Worker.Checking;

/// <summary>Tells the host what tests print, line by line; all but its beginning is dropped.</summary>
internal sealed class PrintedLines(Channel channel) : TextWriter
{
    private const int MaxChars = 64 << 10;
    private const int MaxLineChars = 4 << 10;
    private readonly StringBuilder _line = new();
    private int _printed;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_line)
        {
            if (_printed >= MaxChars)
            {
                return;
            }

            _printed++;
            _line.Append(value);
            if (value == '\n' || _line.Length == MaxLineChars)
            {
                Flush();
            }
        }
    }

    public override void Write(string? value)
    {
        lock (_line)
        {
            var text = value is null ? "" : value.Length > MaxChars - _printed ? value[..(MaxChars - _printed)] : value;
            _printed += text.Length;
            _line.Append(text);
            if (_line.Length > 0 && (_line.Length >= MaxLineChars || _line[^1] == '\n'))
            {
                Flush();
            }
        }
    }

    public override void Flush()
    {
        lock (_line)
        {
            if (_line.Length > 0)
            {
                channel.Printed(_line.ToString());
                _line.Clear();
            }
        }
    }
}
