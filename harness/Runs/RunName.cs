using System.Globalization;

namespace Eval.Harness.Runs;

/// <summary>Makes a run's id, which is its folder's name too.</summary>
internal static class RunName
{
    private const int MostSlugLetters = 40;

    public static string Create(DateTimeOffset startedAt, IEnumerable<string> models, string outputFolder)
    {
        var slug = new string(string.Join('-', models.Select(model => model.Split('/')[^1])).ToLowerInvariant()
            .Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').ToArray());
        slug = slug.Length > MostSlugLetters ? slug[..MostSlugLetters] : slug;
        var name = $"{startedAt.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{slug.Trim('-')}";
        var free = name;
        for (var i = 2; Directory.Exists(Path.Combine(outputFolder, free)); i++)
        {
            free = $"{name}-{i}";
        }

        return free;
    }
}
