// Stand-ins are generated code that names this by its full name: the namespace is part of what they agree on.
namespace Eval.Checking;

/// <summary>Tells the constructors that make stand-ins from those that the task asks for.</summary>
public readonly struct Marker;
