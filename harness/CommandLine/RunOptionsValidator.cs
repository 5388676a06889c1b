using Eval.Harness.Options;
using Eval.Harness.Patches;
using Eval.Harness.Runs;

namespace Eval.Harness.CommandLine;

/// <summary>Checks the values of the options and says of each mistake what to type instead.</summary>
internal static class RunOptionsValidator
{
    public static void Check(RunOptions options, List<string> mistakes)
    {
        void Need(bool holds, string mistake)
        {
            if (!holds)
            {
                mistakes.Add(mistake);
            }
        }

        Need(options.Models.Count > 0 || options.IsGrading || options.Resume is not null,
            "No model is named: add --models, for instance --models gpt-4o-mini,claude-3-5-sonnet, or --models sim/strong,sim/cheap to try without a key.");
        Need(options.Models.Distinct().Count() == options.Models.Count, "--models names a model twice; name each once.");
        Need(options.Limit is null or > 0, $"--limit {options.Limit}: write a number of at least 1.");
        Need(options.Samples is >= 1 and <= 1000, $"--samples {options.Samples}: write a number from 1 to 1000.");
        Need(options.Temperature is null or (>= 0 and <= 2), $"--temperature {options.Temperature}: write a number from 0 to 2.");
        Need(options.MaxTokens is null or > 0, $"--max-tokens {options.MaxTokens}: write a number of at least 1.");
        Need(options.Sandbox is "auto" or "roslyn" or "docker", $"--sandbox {options.Sandbox}: choose auto, roslyn or docker.");
        Need(options.Assembly is "prompt" or "imports" or "alone", $"--assembly {options.Assembly}: choose prompt, imports or alone.");
        foreach (var file in options.Completions.Where(file => !Path.Exists(file)))
        {
            mistakes.Add($"--completions {file}: there is no such file or folder.");
        }

        foreach (var file in options.Predictions.Where(file => file != GradedAnswers.Gold && !File.Exists(file)))
        {
            mistakes.Add($"--predictions {file}: there is no such file; write gold for the tasks' own patches.");
        }

        Need(options.TestTimeoutSeconds is > 0 and <= 86_400, $"--test-timeout {options.TestTimeoutSeconds}: write seconds from 1 to 86400.");
        Need(options.Scaffold is RunOptions.AgentScaffold or RunOptions.SingleScaffold, $"--scaffold {options.Scaffold}: choose agent or single.");
        Need(EditFormat.All.Contains(options.EditFormat), $"--edit-format {options.EditFormat}: choose {string.Join(", ", EditFormat.All)}.");
        Need(options.Agent.MaxSteps is >= 1 and <= 1000, $"--max-steps {options.Agent.MaxSteps}: write a number from 1 to 1000.");
        Need(options.Agent.CostLimitUsd > 0, $"--max-cost-per-attempt {options.Agent.CostLimitUsd}: write a sum above 0.");
        Need(options.Agent.Time.TotalSeconds is > 0 and <= 86_400, $"--attempt-timeout {options.Agent.Time.TotalSeconds}: write seconds from 1 to 86400.");
        Need(options.Agent.CommandTime.TotalSeconds is > 0 and <= 3600, $"--command-timeout {options.Agent.CommandTime.TotalSeconds}: write seconds from 1 to 3600.");
        Need(options.MaxConnections is null or (>= 1 and <= 2000), $"--max-connections {options.MaxConnections}: write a number from 1 to 2000.");
        Need(options.MaxSandboxes is null or (>= 1 and <= 256), $"--max-sandboxes {options.MaxSandboxes}: write a number from 1 to 256.");
        Need(options.AnswersPerContainer >= 1, $"--answers-per-container {options.AnswersPerContainer}: write a number of at least 1.");
        Need(options.TimeoutSeconds is > 0 and <= 3600, $"--timeout {options.TimeoutSeconds}: write seconds from 1 to 3600.");
        Need(options.BudgetUsd is null or > 0, $"--budget-usd {options.BudgetUsd}: write a sum above 0.");
        Need(options.Config is null || File.Exists(options.Config), $"--config {options.Config}: there is no such file.");
        Need(!options.Rescore || options.Resume is not null, "--rescore needs a run: add --resume RUN or --resume latest.");
        Need(options.Replay is null || Directory.Exists(options.Replay), $"--replay {options.Replay}: there is no such folder; make it with --record.");
        Need(options.Replay is null || options.Record is null, "--record and --replay exclude each other; drop one.");
        Need(!File.Exists(options.Out), $"--out {options.Out}: this is a file; name a folder.");
    }
}
