using Hawser.Trees;

namespace Hawser.Working;

/// <summary>The files somebody works on: texts by paths, not yet committed.</summary>
public sealed class WorkingFiles
{
    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);

    internal WorkingFiles()
    {
    }

    /// <summary>The paths of all files, ordered.</summary>
    public IReadOnlyCollection<string> Paths => _texts.Keys;

    /// <summary>Writes a file. Ends of lines are stored as a single line feed.</summary>
    public void Write(string path, string text) =>
        _texts[FilePath.Normalize(path)] = text.Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>Reads a file.</summary>
    public string Read(string path) =>
        TryRead(path, out string text) ? text : throw new HawserException($"There is no file '{path}'.");

    /// <summary>Reads a file if there is one.</summary>
    public bool TryRead(string path, out string text)
    {
        bool found = _texts.TryGetValue(FilePath.Normalize(path), out string? value);
        text = value ?? "";
        return found;
    }

    /// <summary>Tells whether there is a file.</summary>
    public bool Exists(string path) => _texts.ContainsKey(FilePath.Normalize(path));

    /// <summary>Deletes a file, or a folder with all that is in it.</summary>
    public void Delete(string path)
    {
        string target = FilePath.Normalize(path);
        List<string> doomed = _texts.Keys.Where(p => FilePath.IsWithin(p, target)).ToList();
        if (doomed.Count == 0)
        {
            throw new HawserException($"There is no file '{path}'.");
        }

        foreach (string file in doomed)
        {
            _texts.Remove(file);
        }
    }

    /// <summary>Gives a file another path.</summary>
    public void Move(string from, string to)
    {
        string text = Read(from);
        if (Exists(to))
        {
            throw new HawserException($"There is a file '{to}' already.");
        }

        Delete(from);
        Write(to, text);
    }
}
