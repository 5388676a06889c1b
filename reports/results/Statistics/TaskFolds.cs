using System.Text;

namespace Eval.Results.Statistics;

/// <summary>Divides tasks into folds that are equal on every machine and hold every class in its share.</summary>
public static class TaskFolds
{
    /// <summary>Returns the number of each task's fold, 0 to <paramref name="folds"/> − 1.</summary>
    /// <param name="tasks">The tasks with their classes.</param>
    /// <param name="folds">The number of folds.</param>
    /// <param name="seed">Another seed deals otherwise.</param>
    public static IReadOnlyDictionary<string, int> Create(IEnumerable<(string Id, string Class)> tasks, int folds, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        var result = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var ofClass in tasks.GroupBy(task => task.Class, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            // Dealing goes on where the class before ended, so that small classes do not all begin at the first fold.
            foreach (var (id, _) in ofClass.OrderBy(task => Hash($"{seed}:{task.Id}")).ThenBy(task => task.Id, StringComparer.Ordinal))
            {
                result.Add(id, result.Count % folds);
            }
        }

        return result;
    }

    /// <summary>Returns the 64-bit FNV-1a hash of a text's UTF-8 bytes.</summary>
    internal static ulong Hash(string text)
    {
        var hash = 0xcbf29ce484222325UL;
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ value) * 0x100000001b3UL);
        }

        return hash;
    }
}
