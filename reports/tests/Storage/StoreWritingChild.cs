using System.Runtime.CompilerServices;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Reports.Tests.Storage;

/// <summary>
/// Turns this program into a process that writes attempts until it is killed, when a test starts it so: prints the number of every sample
/// after the store said it is saved, closed by a semicolon so that half a number is told from a whole one.
/// </summary>
internal static class StoreWritingChild
{
    public const string Variable = "EVAL_TESTS_WRITE_STORE";

    /// <summary>Asks for the number of rows of a store instead.</summary>
    public const string ReadVariable = "EVAL_TESTS_READ_STORE";

#pragma warning disable CA2255 // This is a program's entry, not a library's.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void RunWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path)
        {
            WriteForever(path);
        }

        if (Environment.GetEnvironmentVariable(ReadVariable) is { Length: > 0 } readOnly)
        {
            Console.Out.WriteLine(CountRows(readOnly));
            Environment.Exit(0);
        }
    }

    private static int CountRows(string path)
    {
        var store = SqliteRunStore.OpenReadOnlyAsync(path, CancellationToken.None).GetAwaiter().GetResult();
        return store.ReadAttemptsAsync(An.RunId, withTexts: true, CancellationToken.None).ToBlockingEnumerable(CancellationToken.None)
            .Count();
    }

    // Nothing of this module may run on another thread before its initialiser has ended, so every call is waited for here.
    private static void WriteForever(string path)
    {
        var store = SqliteRunStore.OpenAsync(path, CancellationToken.None).GetAwaiter().GetResult();
        store.AcquireRunLockAsync(An.RunId, CancellationToken.None).GetAwaiter().GetResult();
        for (var sample = 0; ; sample++)
        {
            var texts = new AttemptTexts { Prompt = "p", Reply = new string('r', 2000) };
            store.SaveAttemptAsync(An.Attempt(sample: sample) with { Texts = texts }, CancellationToken.None).GetAwaiter().GetResult();
            Console.Out.WriteLine($"{sample};");
        }
    }
}
