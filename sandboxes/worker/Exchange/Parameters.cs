using System.Reflection;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>How parameters are passed.</summary>
internal static class Parameters
{
    /// <summary>The type of what is passed, also by reference.</summary>
    public static Type TypeOf(ParameterInfo parameter) =>
        parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;

    /// <summary>One letter each: v by value, r by reference, o out.</summary>
    public static string Modes(ParameterInfo[] parameters)
    {
        var modes = new char[parameters.Length];
        for (var i = 0; i < modes.Length; i++)
        {
            modes[i] = parameters[i].IsOut ? 'o' : parameters[i].ParameterType.IsByRef && !parameters[i].IsIn ? 'r' : 'v';
        }

        return new string(modes);
    }
}
