using System.Globalization;

namespace Eval.Sandboxes.Worker;

/// <summary>
/// Makes the classic BPF program that seccomp takes from a list of what is allowed: a search by halves over the numbers of the calls, so that
/// each call costs few steps, with an end for each stretch of them.
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

    private static readonly FilterInstruction[] Allowed = [new(Return, Allow)];
    private static readonly FilterInstruction[] Refused = [new(Return, NotPermitted)];
    private static readonly FilterInstruction[] Missing = [new(Return, NotImplemented)];

    private readonly FilterInstruction[][] _ends = new FilterInstruction[SystemCalls.FirstUnknown + 1][];
    private readonly List<FilterInstruction> _program = new(512);

    /// <param name="allowed">Names and numbers of calls, as <see cref="SystemCalls.Allowed"/> has them.</param>
    public FilterProgram(string allowed)
    {
        Array.Fill(_ends, Refused);
        // The second ABI of x86-64 has the same calls under numbers of its own, far behind.
        _ends[SystemCalls.FirstUnknown] = Missing;
        foreach (var entry in allowed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var number = entry.Split(' ')[SystemCall.IsArm ? 2 : 1];
            if (number != "-")
            {
                _ends[ushort.Parse(number, CultureInfo.InvariantCulture)] = Allowed;
            }
        }
    }

    /// <summary>The lower half of an argument; the calls at hand use no more.</summary>
    public static uint Argument(uint index) => ArgumentOffset + ArgumentLength * index;

    /// <summary>Says that a call does not exist.</summary>
    public void Deny(SystemCall call) => _ends[call.Number] = Missing;

    /// <summary>Gives a call steps of its own, which end in a verdict.</summary>
    public void Decide(SystemCall call, params FilterInstruction[] steps) => _ends[call.Number] = steps;

    /// <summary>Allows a call where an argument is one of some values.</summary>
    public void AllowIf(SystemCall call, uint argument, params ReadOnlySpan<uint> values) => _ends[call.Number] = [.. Condition(argument, values), new(Return, Allow)];

    /// <summary>Allows a call where its first two arguments are each one of some values.</summary>
    public void AllowIf(SystemCall call, ReadOnlySpan<uint> first, ReadOnlySpan<uint> second) =>
        _ends[call.Number] = [.. Condition(0, first), .. Condition(1, second), new(Return, Allow)];

    public FilterInstruction[] Build()
    {
        _program.Add(new(Load, ArchitectureOffset));
        _program.Add(new(JumpIfEqual, SystemCall.IsArm ? 0xC00000B7 : 0xC000003E, whenTrue: 1));
        _program.Add(new(Return, KillProcess));
        _program.Add(new(Load, NumberOffset));
        var starts = new List<int> { 0 };
        for (var number = 1; number < _ends.Length; number++)
        {
            if (_ends[number] != _ends[number - 1])
            {
                starts.Add(number);
            }
        }

        Search(starts, 0, starts.Count);
        return [.. _program];
    }

    /// <summary>Goes on behind the condition where it holds.</summary>
    private static FilterInstruction[] Condition(uint argument, ReadOnlySpan<uint> values)
    {
        var steps = new FilterInstruction[values.Length + 2];
        steps[0] = new(Load, Argument(argument));
        for (var i = 0; i < values.Length; i++)
        {
            steps[i + 1] = new(JumpIfEqual, values[i], whenTrue: checked((byte)(values.Length - i)));
        }

        steps[^1] = new(Return, NotPermitted);
        return steps;
    }

    private void Search(List<int> starts, int from, int to)
    {
        if (to - from == 1)
        {
            _program.AddRange(_ends[starts[from]]);
            return;
        }

        var middle = (from + to) / 2;
        var jump = _program.Count;
        _program.Add(default);
        Search(starts, from, middle);
        _program[jump] = new(JumpIfAtLeast, (uint)starts[middle], whenTrue: checked((byte)(_program.Count - jump - 1)));
        Search(starts, middle, to);
    }
}
