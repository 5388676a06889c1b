using System.Globalization;

namespace Eval.Benchmarks.Month;

/// <summary>Makes a program see another time and another time zone, by libfaketime: the program is the one that users have.</summary>
internal static class ShiftedClock
{
    private const string Library = "libfaketimeMT.so.1";

    /// <summary>Returns the library's path; null where it is not installed.</summary>
    public static string? FindLibrary()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true };
        return new[] { "/usr/lib", "/usr/local/lib", "/usr/lib64" }.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, Library, options)).FirstOrDefault();
    }

    /// <summary>Returns the environment under which a program that begins now sees a time.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Environment(string library, DateTimeOffset at, string timeZone)
    {
        var shift = (long)Math.Round((at - DateTimeOffset.UtcNow).TotalSeconds);
        yield return new("LD_PRELOAD", library);
        // A shift says the same in every time zone; a date would be read in the local one.
        yield return new("FAKETIME", shift.ToString("+0;-0", CultureInfo.InvariantCulture));
        yield return new("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        yield return new("TZ", timeZone);
    }
}
