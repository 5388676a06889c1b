using System.CommandLine;
using Eval.Datasets;
using Eval.Harness.Configuration;
using Eval.Harness.Models;
using Eval.Harness.Nightly;
using Eval.Harness.Runs;
using Eval.Reports;
using Eval.Reports.Records;
using Eval.Reports.Storage;
using Eval.Sandboxes;

namespace Eval.Harness.CommandLine;

/// <summary>The run of every night: finishes what was cut off, runs what the configuration file says, tells whoever is to know.</summary>
internal sealed class NightlyCommand(Terminal terminal, TimeProvider time)
{
    private const string CatchUp = "--catch-up";

    /// <summary>A night that began less long ago is tonight's: once it is finished, there is nothing more to do.</summary>
    private static readonly TimeSpan Tonight = TimeSpan.FromHours(12);

    private static readonly TimeSpan ADay = TimeSpan.FromHours(24);

    private readonly RunOptionSet _optionSet = new();

    public Command Create()
    {
        var init = new Option<bool>("--init") { Description = "Write an eval.json to begin with, and its schema for editors, into the current folder." };
        var catchUp = new Option<bool>(CatchUp) { Arity = ArgumentArity.Zero, Description = "Only finish a night that was cut off, or run one that was missed: when the newest began in the last 24 hours and is complete, do nothing. For start-up." };
        var command = new Verb(
            "nightly",
            "Run what eval.json says, as every night: finish a night that was cut off, watch for drift, check the gates, send the summary.",
            "Examples:\n"
            + "  nightly --init                    write an eval.json that works without a key\n"
            + "  nightly --plan                    what the night would ask and cost\n"
            + "  nightly                           tonight\n"
            + "  nightly --config team.json --out /srv/eval/runs\n\n"
            + "Options given here win over the file. scripts/ has a systemd timer, a crontab and workflows for GitHub Actions and containers.\n"
            + "Exit codes: 0 a quiet night, 1 a gate failed or a model became worse, 2 wrong usage or configuration, 3 infrastructure failed, 4 the budget left attempts out, 130 interrupted.");
        _optionSet.AddToNightly(command);
        command.Options.Add(catchUp);
        command.Options.Add(init);
        command.SetAction((parsed, ct) => parsed.GetValue(init) ? Task.FromResult(StarterFiles.Write(terminal)) : RunAsync(parsed, parsed.GetValue(catchUp), ct));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, bool catchUp, CancellationToken ct)
    {
        var file = parsed.GetValue<string?>("--config") ?? ConfigFile.DefaultName;
        if (!File.Exists(file))
        {
            throw new UsageException($"{file}: there is no such file; 'nightly --init' writes one to begin with.");
        }

        var mistakes = new List<string>();
        var config = ConfigFile.Read(file, mistakes);
        if (mistakes.Count == 0 && config.Nightly is null)
        {
            mistakes.Add($"{file}: there is no field 'nightly'; it names the models and data sets of every night.");
        }

        if (mistakes.Count > 0)
        {
            throw new UsageException(mistakes);
        }

        var options = NightlyOptions.Read(file, config, Typed(parsed), mistakes);
        var webhook = WebhookOf(file, config.Nightly!.Notify, mistakes);
        options = await Baselines.ResolveAsync(options, mistakes, ct);
        if (options.DryRun || mistakes.Count > 0)
        {
            // Opening it tells everything that is wrong at once.
            await using var session = await RunSession.OpenAsync(options with { DryRun = true }, null, mistakes, terminal, time, ct);
            await GateFile.CheckAsync(session.Plan, options, ct);
            await DryRun.SayAsync(terminal, options, session.Plan, null, ct);
            return ExitCode.Done;
        }

        var nights = new StoredNights(options.Out, time);
        await using var held = await nights.LockAsync(ct);
        return await RunNightsAsync(nights, options, config.Nightly, webhook, catchUp, ct);
    }

    private async Task<int> RunNightsAsync(StoredNights nights, RunOptions options, NightlyConfig nightly, Webhook? webhook, bool catchUp, CancellationToken ct)
    {
        var worst = ExitCode.Done;
        var newest = await nights.NewestAsync(ct);
        if (newest is { EndedAt: null, StoppedBy: not RunStop.Budget } unfinished && time.GetUtcNow() - unfinished.StartedAt < TimeSpan.FromHours(nightly.FinishWithinHours))
        {
            terminal.Say($"the night {unfinished.Id} was cut off and is finished now");
            var stored = RunCommand.StoredDefaults(unfinished) with { Resume = unfinished.Id, Out = options.Out, Config = options.Config, Quiet = options.Quiet, Json = options.Json, JUnit = options.JUnit };
            worst = await RunNightAsync(stored, unfinished, nightly, webhook, ct);
            if (worst == ExitCode.Interrupted || time.GetUtcNow() - unfinished.StartedAt < Tonight)
            {
                return worst;
            }
        }

        if (catchUp && newest is not null && time.GetUtcNow() - newest.StartedAt < ADay)
        {
            terminal.Say($"nothing was missed: the newest night, {newest.Id}, {(newest.StoppedBy == RunStop.Budget ? "was ended by its budget" : "is complete")}");
            return worst;
        }

        var code = await RunNightAsync(options, null, nightly, webhook, ct);
        if (nightly.KeepNights is { } keep && await nights.ThinOutAsync(keep, ct) is > 0 and var thinned)
        {
            terminal.Say($"{Figures.Count(thinned, "night")} older than the newest {keep}: folder, prompts and replies removed, figures kept");
        }

        return ExitCode.Worse(worst, code);
    }

    private async Task<int> RunNightAsync(RunOptions options, Run? unfinished, NightlyConfig nightly, Webhook? webhook, CancellationToken ct)
    {
        RunOutcome outcome;
        int code;
        try
        {
            await using var session = await RunSession.OpenAsync(options, unfinished, [], terminal, time, ct);
            await GateFile.CheckAsync(session.Plan, options, ct);
            (outcome, code) = await new RunJob(terminal, time).RunAsync(session, options, ct);
        }
        catch (Exception e) when (webhook is not null && e is UsageException or SandboxUnavailableException or RunStoreException or DatasetFormatException or IOException or UnauthorizedAccessException)
        {
            // Nobody looks at a night that did not happen unless he is told.
            await PostAsync(webhook!, Webhook.Failed(e is UsageException usage ? usage.Mistakes : [e.Message], e is UsageException or DatasetFormatException ? ExitCode.Usage : ExitCode.Infrastructure));
            throw;
        }

        if (webhook is null || code == ExitCode.Interrupted || (nightly.Notify!.When == NotifyConfig.OnTrouble && code == ExitCode.Done && IsQuiet(outcome.Results)))
        {
            return code;
        }

        return await PostAsync(webhook, Webhook.Payload(outcome.Results, code)) || code != ExitCode.Done ? code : ExitCode.Infrastructure;
    }

    private async Task<bool> PostAsync(Webhook webhook, object payload)
    {
        var reason = await webhook.PostAsync(payload, CancellationToken.None);
        if (reason is not null)
        {
            terminal.SayMistakes([$"the summary could not be posted to the webhook: {reason}."]);
        }

        return reason is null;
    }

    /// <summary>Whether nobody needs to know: no alarm, and the budget did not end it before all was asked.</summary>
    private static bool IsQuiet(RunResults results) => results.Run.EndedAt is not null && results.Drift?.Findings.Any(finding => finding.IsAlarm) != true;

    private Webhook? WebhookOf(string file, NotifyConfig? notify, List<string> mistakes)
    {
        if (notify is null)
        {
            return null;
        }

        if (Environment.GetEnvironmentVariable(notify.UrlEnv) is { Length: > 0 } address)
        {
            return new Webhook(new Secret(address), time);
        }

        mistakes.Add($"{file}, field 'nightly.notify.urlEnv': the environment variable {notify.UrlEnv} is not set; it holds the webhook's address.");
        return null;
    }

    /// <summary>What was typed behind the verb.</summary>
    private static List<string> Typed(ParseResult parsed) =>
        parsed.Tokens.Select(token => token.Value).SkipWhile(word => word != parsed.CommandResult.Command.Name).Skip(1).Where(word => word != CatchUp).ToList();
}
