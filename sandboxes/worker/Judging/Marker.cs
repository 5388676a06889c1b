namespace Eval.Judging;

/// <summary>Tells the constructors that make stand-ins from those that the task asks for.</summary>
public readonly struct Marker;
