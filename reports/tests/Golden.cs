using System.Runtime.CompilerServices;

namespace Eval.Testing;

/// <summary>
/// Compares a text with a stored one in the folder <c>golden</c> beside the test; <c>UPDATE_GOLDEN=1</c> writes it anew, never in CI.
/// </summary>
public static class Golden
{
    public static void Match(string actual, string name, [CallerFilePath] string source = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(source)!, "golden");
        var file = Path.Combine(folder, name);
        var text = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Assert.False(IsSet("CI"), "UPDATE_GOLDEN is refused in CI.");
            Directory.CreateDirectory(folder);
            File.WriteAllText(file, text);
            return;
        }

        Assert.True(File.Exists(file), $"The golden file {name} is missing; write it with UPDATE_GOLDEN=1 and review it.");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), text);
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
