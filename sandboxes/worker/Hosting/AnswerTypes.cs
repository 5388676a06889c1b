using System.Reflection;

namespace Eval.Sandboxes.Worker.Hosting;

/// <summary>The types of an answer by the names that the task gives them, in whatever namespace the answer declares them.</summary>
internal sealed class AnswerTypes(Assembly answer)
{
    private readonly Type[] _types = answer.GetTypes();

    public Assembly Assembly => answer;

    public Type? Find(string fullName)
    {
        var name = fullName[(fullName.LastIndexOfAny(['.', '+']) + 1)..];
        // What the task makes generic may be plain in the answer, and the other way round.
        return Array.Find(_types, type => type.FullName == fullName)
            ?? Array.Find(_types, type => type.Name == name && !type.IsNested)
            ?? Array.Find(_types, type => type.Name == name)
            ?? Array.Find(_types, type => type.Name == name.Split('`')[0]);
    }

    /// <summary>The static classes, in which extension methods stand.</summary>
    public IEnumerable<Type> Statics => _types.Where(type => type is { IsAbstract: true, IsSealed: true });
}
