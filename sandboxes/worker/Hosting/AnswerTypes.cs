using System.Reflection;

namespace Eval.Sandboxes.Worker.Hosting;

/// <summary>The types of an answer by the names that the task gives them, in whatever namespace the answer declares them.</summary>
internal sealed class AnswerTypes(Assembly answer)
{
    private readonly Dictionary<string, Type> _byFullName = answer.GetTypes().Where(type => type.FullName is not null).ToDictionary(type => type.FullName!);
    private readonly ILookup<string, Type> _byName = answer.GetTypes().ToLookup(Short);

    public Assembly Assembly => answer;

    public Type? Find(string fullName) => _byFullName.TryGetValue(fullName, out var found) ? found
        : _byName[fullName[(fullName.LastIndexOfAny(['.', '+']) + 1)..]].OrderBy(type => type.IsNested).FirstOrDefault()
        // What the task makes generic may be plain in the answer, and the other way round.
        ?? _byName[fullName[(fullName.LastIndexOfAny(['.', '+']) + 1)..].Split('`')[0]].FirstOrDefault();

    /// <summary>The static classes, in which extension methods stand.</summary>
    public IEnumerable<Type> Statics => answer.GetTypes().Where(type => type is { IsAbstract: true, IsSealed: true });

    private static string Short(Type type) => type.Name;
}
