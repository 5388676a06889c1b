using System.Globalization;

namespace Eval.Harness.Runs;

/// <summary>Makes a run's id, which is its folder's name too.</summary>
internal static class RunName
{
    private const int MaxSlugChars = 40;

    /// <summary>
    /// Returns a name that no run of the folder has or had: a clock may say the same second twice, and thinned-out runs are in the store
    /// alone.
    /// </summary>
    public static async Task<string> CreateAsync(DateTimeOffset startedAt, IEnumerable<string> models, string outputFolder,
        CancellationToken ct)
    {
        var slug = new string(string.Join('-', models.Select(model => model.Split('/')[^1])).ToLowerInvariant()
            .Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').ToArray());
        slug = slug.Length > MaxSlugChars ? slug[..MaxSlugChars] : slug;
        var name = $"{startedAt.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{slug.Trim('-')}";
        var free = name;
        for (var i = 2; Path.Exists(Path.Combine(outputFolder, free))
            || await StoredRuns.TryFindAsync(outputFolder, free, ct) is not null; i++)
        {
            free = $"{name}-{i}";
        }

        return free;
    }
}
