namespace Eval.Sandboxes.Worker.Confinement;

/// <summary>
/// Makes the classic BPF program that seccomp takes from a list of what is allowed: a search by halves over the numbers of the calls, so
/// that each call costs few steps, with an end for each stretch of them. Every worker makes it at its start: in arrays, because generic
/// code over types of our own would be compiled each time.
/// </summary>
internal sealed class FilterProgram
{
    public const ushort Load = 0x20;
    public const ushort And = 0x54;
    public const ushort JumpIfEqual = 0x15;
    public const ushort JumpIfAtLeast = 0x35;
    public const ushort JumpIfAnySet = 0x45;
    public const ushort Return = 0x06;

    public const uint Allow = 0x7fff0000;
    public const uint KillProcess = 0x80000000;
    public const uint NotPermitted = 0x00050000 | 1;
    public const uint NotImplemented = 0x00050000 | 38;

    public const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint ArgumentOffset = 16;
    private const uint ArgumentLength = 8;

    /// <summary>A name and two numbers.</summary>
    private const int WordsOfCall = 3;

    private const int None = -1;

    /// <summary>The most that the system takes.</summary>
    private const int MaxLength = 4096;

    private static readonly FilterInstruction[] Allowed = [new(Return, Allow)];
    private static readonly FilterInstruction[] Refused = [new(Return, NotPermitted)];
    private static readonly FilterInstruction[] Missing = [new(Return, NotImplemented)];

    private readonly FilterInstruction[][] _ends = new FilterInstruction[SystemCalls.FirstUnknown + 1][];
    private readonly FilterInstruction[] _program = new FilterInstruction[MaxLength];
    private int _length;

    /// <param name="allowed">Names and numbers of calls, as <see cref="SystemCalls.Allowed"/> has them.</param>
    public FilterProgram(string allowed)
    {
        for (var i = 0; i < _ends.Length; i++)
        {
            _ends[i] = Refused;
        }

        // The second ABI of x86-64 has the same calls under numbers of its own, far behind.
        _ends[SystemCalls.FirstUnknown] = Missing;
        AllowAll(allowed);
    }

    /// <summary>The lower half of an argument; the calls at hand use no more.</summary>
    public static uint Argument(uint index) => ArgumentOffset + ArgumentLength * index;

    /// <summary>Says that a call does not exist.</summary>
    public void Deny(SystemCall call) => _ends[call.Number] = Missing;

    /// <summary>Gives a call steps of its own, which end in a verdict.</summary>
    public void Decide(SystemCall call, params FilterInstruction[] steps) => _ends[call.Number] = steps;

    /// <summary>Allows a call where an argument is one of some values.</summary>
    public void AllowIf(SystemCall call, uint argument, params uint[] values)
    {
        var steps = new FilterInstruction[ConditionLength(values) + 1];
        steps[Condition(steps, 0, argument, values)] = new(Return, Allow);
        _ends[call.Number] = steps;
    }

    /// <summary>Allows a call where its first two arguments are each one of some values.</summary>
    public void AllowIf(SystemCall call, uint[] first, uint[] second)
    {
        var steps = new FilterInstruction[ConditionLength(first) + ConditionLength(second) + 1];
        steps[Condition(steps, Condition(steps, 0, 0, first), 1, second)] = new(Return, Allow);
        _ends[call.Number] = steps;
    }

    /// <summary>Returns the program and how many steps it has.</summary>
    public FilterInstruction[] Build(out int length)
    {
        Add(new(Load, ArchitectureOffset));
        Add(new(JumpIfEqual, SystemCall.IsArm ? 0xC00000B7 : 0xC000003E, whenTrue: 1));
        Add(new(Return, KillProcess));
        Add(new(Load, NumberOffset));
        var starts = new int[_ends.Length];
        var count = 1;
        for (var number = 1; number < _ends.Length; number++)
        {
            if (_ends[number] != _ends[number - 1])
            {
                starts[count++] = number;
            }
        }

        Search(starts, 0, count);
        length = _length;
        return _program;
    }

    /// <summary>
    /// Allows what a list names, letter by letter: what takes texts apart and reads numbers would load more than the list is worth.
    /// </summary>
    private void AllowAll(string calls)
    {
        var column = SystemCall.IsArm ? 2 : 1;
        var word = -1;
        var number = 0;
        var isInside = false;
        for (var i = 0; i <= calls.Length; i++)
        {
            var letter = i < calls.Length ? calls[i] : ',';
            if (letter is ',' or ' ' or '\n' or '\r')
            {
                if (isInside && word % WordsOfCall == column && number >= 0)
                {
                    _ends[number] = Allowed;
                }

                isInside = false;
                continue;
            }

            if (!isInside)
            {
                (isInside, number) = (true, 0);
                word++;
            }

            number = letter is >= '0' and <= '9' && number >= 0 ? 10 * number + (letter - '0') : None;
        }
    }

    private static int ConditionLength(uint[] values) => values.Length + 2;

    /// <summary>Writes a condition, behind which it goes on where it holds; returns where.</summary>
    private static int Condition(FilterInstruction[] steps, int start, uint argument, uint[] values)
    {
        steps[start++] = new(Load, Argument(argument));
        for (var i = 0; i < values.Length; i++)
        {
            steps[start++] = new(JumpIfEqual, values[i], whenTrue: checked((byte)(values.Length - i)));
        }

        steps[start++] = new(Return, NotPermitted);
        return start;
    }

    private void Add(FilterInstruction step) => _program[_length++] = step;

    private void Search(int[] starts, int from, int to)
    {
        if (to - from == 1)
        {
            foreach (var step in _ends[starts[from]])
            {
                Add(step);
            }

            return;
        }

        var middle = (from + to) / 2;
        var jump = _length++;
        Search(starts, from, middle);
        _program[jump] = new(JumpIfAtLeast, (uint)starts[middle], whenTrue: checked((byte)(_length - jump - 1)));
        Search(starts, middle, to);
    }
}
