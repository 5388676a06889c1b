using System.Buffers.Binary;
using System.Text;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Processes;

/// <summary>What one worker reported and how it ended.</summary>
internal sealed class WorkerRun
{
    private readonly StringBuilder _printed = new();

    public List<Observation> Observations { get; } = [];

    /// <summary>Whether code of the answer may have run.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether the driver reached its end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether a last frame came, of whatever kind.</summary>
    public bool IsEnded { get; private set; }

    public bool ReturnedTooMuch { get; private set; }

    /// <summary>What the driver itself threw.</summary>
    public string? Fault { get; private set; }

    /// <summary>What the worker itself failed at, before it ran anything of the answer.</summary>
    public string? Broken { get; private set; }

    /// <summary>What the tests call and the answer does not have.</summary>
    public string? Missing { get; private set; }

    /// <summary>Whether code of the answer decided on some equality.</summary>
    public bool IsEqualityByAnswer { get; private set; }

    /// <summary>Whether the process of the tests ended before the tests did.</summary>
    public bool IsCheckerLost { get; set; }

    public int CheckerExitCode { get; set; }

    /// <summary>Whether the clock ended it.</summary>
    public bool HitWallLimit { get; set; }

    /// <summary>Whether its processor time was seen to be used up.</summary>
    public bool HitCpuLimit { get; set; }

    /// <summary>The processor time it used, as far as that was seen; null where it was not.</summary>
    public TimeSpan? CpuTime { get; set; }

    /// <summary>How long it waited for a processor; null where nobody looked.</summary>
    public TimeSpan? ProcessorWait { get; set; }

    public int ExitCode { get; set; }

    public TimeSpan Duration { get; set; }

    public string Output { get; set; } = "";

    /// <summary>What tests printed that run in another process than the answer.</summary>
    public string PrintedByTests => _printed.ToString();

    /// <summary>Takes a frame; returns whether it is the last.</summary>
    public bool Take(byte kind, byte[] body)
    {
        switch (kind)
        {
            case FrameKind.End:
                IsComplete = true;
                break;
            case FrameKind.Fault:
                Fault = Encoding.UTF8.GetString(body);
                break;
            case FrameKind.Begun when !HasBegun:
                HasBegun = true;
                return false;
            case FrameKind.Broken when !HasBegun:
                Broken = Encoding.UTF8.GetString(body);
                break;
            case FrameKind.Missing:
                Missing = Encoding.UTF8.GetString(body);
                break;
            case FrameKind.EqualityByAnswer:
                IsEqualityByAnswer = true;
                return false;
            case FrameKind.Printed:
                _printed.Append(Encoding.UTF8.GetString(body));
                return false;
            case FrameKind.TooMuch:
                ReturnedTooMuch = true;
                break;
            case FrameKind.Value or FrameKind.Exception or FrameKind.Held or FrameKind.Failed or FrameKind.Canary
                when body.Length >= sizeof(int):
                Observations.Add(Read(kind, body));
                return false;
            default:
                // No frame of ours: the channel is not to be trusted any more.
                break;
        }

        IsEnded = true;
        return true;
    }

    private static Observation Read(byte kind, byte[] body)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(sizeof(int)));
        var cut = kind is FrameKind.Exception or FrameKind.Canary ? text.IndexOf('\0', StringComparison.Ordinal) : -1;
        return new Observation
        {
            Check = BinaryPrimitives.ReadInt32LittleEndian(body),
            Kind = kind switch
            {
                FrameKind.Value => ObservationKind.Value,
                FrameKind.Exception => ObservationKind.Exception,
                FrameKind.Held => ObservationKind.Held,
                FrameKind.Canary => ObservationKind.Canary,
                _ => ObservationKind.Failed,
            },
            Text = cut < 0 ? text : text[..cut],
            Message = cut < 0 ? null : text[(cut + 1)..],
        };
    }
}
