using Eval.Harness.Configuration;
using Eval.Harness.Console;
using Eval.Harness.Options;

namespace Eval.Harness.CommandLine;

/// <summary>Writes a configuration to begin with: it runs without a key, and every line is there to be changed.</summary>
internal static class StarterFiles
{
    private const string Starter = """
        {
          "$schema": "./eval.schema.json",
          "nightly": {
            "models": ["sim/strong", "sim/cheap"],
            "datasets": ["csharp"],
            "samples": 1,
            "budgetUsd": 5,
            "baseline": "latest",
            "keepNights": 90
          },
          "gates": [
            { "metric": "pass_at_1", "min": 0.5 },
            { "metric": "availability", "min": 0.95 },
            { "metric": "ttft_p90_ms", "max": 5000 }
          ]
        }

        """;

    public static int Write(Terminal terminal)
    {
        if (File.Exists(ConfigFile.DefaultName))
        {
            throw new UsageException($"{ConfigFile.DefaultName} is there already and stays as it is.");
        }

        File.WriteAllText(ConfigFile.DefaultName, Starter);
        File.WriteAllText(ConfigSchema.FileName, ConfigSchema.Text());
        terminal.Print($"{ConfigFile.DefaultName} and {ConfigSchema.FileName} written; put your models in, look at 'nightly --plan', then "
            + "run 'nightly'.");
        return ExitCode.Done;
    }
}
