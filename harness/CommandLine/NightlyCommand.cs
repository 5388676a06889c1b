using System.CommandLine;
using Eval.Harness.Configuration;
using Eval.Harness.Console;
using Eval.Harness.Nightly;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Reports;
using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Records;

namespace Eval.Harness.CommandLine;

/// <summary>The nightly run: finishes what was cut off, runs what the configuration file says, notifies whoever is to know.</summary>
internal sealed class NightlyCommand(Terminal terminal, TimeProvider time)
{
    private const string CatchUp = "--catch-up";

    /// <summary>A nightly run that began less long ago is the current one: once it is finished, there is nothing more to do.</summary>
    private static readonly TimeSpan Tonight = TimeSpan.FromHours(12);

    private static readonly TimeSpan ADay = TimeSpan.FromHours(24);

    private readonly RunOptionSet _optionSet = new();

    public Command Create()
    {
        var init = new Option<bool>("--init") { Description =
            "Write an eval.json to begin with, and its schema for editors, into the current folder." };
        var catchUp = new Option<bool>(CatchUp) { Arity = ArgumentArity.Zero, Description = "Only finish a nightly run that was cut "
            + "off, or run one that was missed: when the newest began in the last 24 hours and is complete, do nothing. A run that is "
            + "dated after "
            + "now counts as missed. For start-up." };
        var command = new Verb(
            "nightly",
            "Run what eval.json says: finish a nightly run that was cut off, watch for drift, check the gates, send the summary.",
            "Examples:\n"
            + "  nightly --init                    write an eval.json that works without a key\n"
            + "  nightly --plan                    what the nightly run would ask and cost\n"
            + "  nightly                           one nightly run, now\n"
            + "  nightly --config team.json --out /srv/eval/runs\n\n"
            + "Options given here win over the file. scripts/ has a systemd timer, a crontab and workflows for GitHub Actions and "
            + "containers.\n"
            + "Exit codes: 0 nothing to report, 1 a gate failed or a model became worse, 2 wrong usage or configuration, 3 infrastructure "
            + "failed, 4 the budget left attempts out, 130 interrupted.");
        _optionSet.AddToNightly(command);
        command.Options.Add(catchUp);
        command.Options.Add(init);
        command.SetAction((parsed, ct) => parsed.GetValue(init)
            ? Task.FromResult(StarterFiles.Write(terminal)) : RunAsync(parsed, parsed.GetValue(catchUp), ct));
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
            mistakes.Add($"{file}: there is no field 'nightly'; it names the models and data sets of the nightly runs.");
        }

        if (mistakes.Count > 0)
        {
            throw new UsageException(mistakes);
        }

        var options = NightlyOptions.Read(file, config, Typed(parsed), mistakes);
        var webhook = WebhookOf(file, config.Nightly!.Notify, mistakes);
        options = await BaselineOption.ResolveAsync(options, mistakes, ct);
        if (options.DryRun)
        {
            await using var prepared = await new RunSetup(options, null, terminal, time).PrepareAsync(mistakes, ct);
            await DryRun.SayAsync(terminal, options, prepared.Plan, null, ct);
            return ExitCode.Done;
        }

        // At start-up a run may be at work already, which is nothing to notify anybody for.
        await using var held = await NotifyFailuresAsync(catchUp ? null : webhook, () => HoldAsync(options, mistakes, ct));
        if (webhook is not null && await webhook.UnreachableReasonAsync(ct) is { } reason)
        {
            terminal.SayWarning($"nobody may be notified of this nightly run: the webhook does not answer now: {reason}.");
        }

        return await RunNightsAsync(new StoredNights(options.Out, time), options, config.Nightly, webhook, catchUp, ct);
    }

    /// <summary>Holds the folder of runs, where nothing is wrong.</summary>
    private async Task<IAsyncDisposable> HoldAsync(RunOptions options, List<string> mistakes, CancellationToken ct)
    {
        if (mistakes.Count > 0 || (await OutputCheck.ProblemsAsync(options, 0, ct)).Count > 0)
        {
            // Opening it tells everything that is wrong at once.
            await using var prepared = await new RunSetup(options, null, terminal, time).PrepareAsync(mistakes, ct);
        }

        return await new StoredNights(options.Out, time).LockAsync(ct);
    }

    private async Task<int> RunNightsAsync(StoredNights nights, RunOptions options, NightlyConfig nightly, Webhook? webhook, bool catchUp,
        CancellationToken ct)
    {
        var newest = await nights.NewestAsync(ct);
        if (newest is not null && NightClock.Warning(newest, time.GetUtcNow()) is { } warning)
        {
            terminal.SayWarning(warning);
        }

        var worst = ExitCode.Done;
        var hasEnded = newest is { IsConcluded: not false } && IsWhole(newest);
        if (newest is not null && !hasEnded)
        {
            if (await TryFinishAsync(nights, newest, options, nightly, webhook, ct) is var (code, isFinished))
            {
                worst = code;
                hasEnded = isFinished;
            }

            if (worst == ExitCode.Interrupted || (hasEnded && NightClock.Age(newest, time.GetUtcNow()) < Tonight))
            {
                return worst;
            }
        }

        if (catchUp && hasEnded && NightClock.Age(newest!, time.GetUtcNow()) < ADay)
        {
            terminal.Say($"nothing was missed: the newest nightly run, {newest!.Id}, "
                + $"{(newest.StoppedBy == RunStop.Budget ? "was ended by its budget" : "is complete")}");
            return worst;
        }

        var tonight = await RunNightAsync(nights, options, null, nightly, webhook, ct);
        await ThinOutAsync(nights, nightly, ct);
        return ExitCode.Worse(worst, tonight);
    }

    /// <summary>Finishes a run that was cut off, where it is not too old.</summary>
    /// <returns>The exit code, and whether it has ended now; null where it was left as it is.</returns>
    private async Task<(int Code, bool HasEnded)?> TryFinishAsync(StoredNights nights, Run unfinished, RunOptions options,
        NightlyConfig nightly, Webhook? webhook, CancellationToken ct)
    {
        var toFinish = $"to finish it: run --resume {unfinished.Id} --out {options.Out}";
        if (!(NightClock.Age(unfinished, time.GetUtcNow()) < TimeSpan.FromHours(nightly.FinishWithinHours)))
        {
            terminal.Say($"the nightly run {unfinished.Id} was cut off and is left as it is, since it did not begin within the last "
                + $"{nightly.FinishWithinHours} hours; {toFinish}");
            return null;
        }

        terminal.Say($"the nightly run {unfinished.Id} was cut off "
            + $"{(IsWhole(unfinished) ? "before it was reported, and is reported now" : "and is finished now")}");
        var stored = RunCommand.StoredDefaults(unfinished) with { Resume = unfinished.Id, Out = options.Out, Config = options.Config,
            Quiet = options.Quiet, Json = options.Json, JUnit = options.JUnit };
        try
        {
            return (await RunNightAsync(nights, stored, unfinished, nightly, webhook, ct), true);
        }
        catch (Exception e) when (Failure.From(e) is { } failure)
        {
            // What keeps the run before from its end, for instance an edited data set, is no reason to leave out this run's.
            terminal.SayMistakes(failure.Sentences);
            terminal.SayWarning($"the nightly run {unfinished.Id} could not be finished and is left as it is; {toFinish}");
            return (failure.ExitCode, false);
        }
    }

    /// <summary>What cannot be taken away is told, and takes nothing of the run with it.</summary>
    private async Task ThinOutAsync(StoredNights nights, NightlyConfig nightly, CancellationToken ct)
    {
        try
        {
            if (nightly.KeepNights is { } keep && await nights.ThinOutAsync(keep, ct) is > 0 and var thinned)
            {
                terminal.Say($"{Format.Count(thinned, "nightly run")} older than the newest {keep}: folder, prompts and replies removed, "
                    + "figures kept");
            }
        }
        catch (Exception e) when (Failure.From(e) is { } failure)
        {
            terminal.SayWarning(
                $"old nightly runs could not be thinned out, and the next one tries again: {string.Join(' ', failure.Sentences)}");
        }
    }

    private async Task<int> RunNightAsync(StoredNights nights, RunOptions options, Run? unfinished, NightlyConfig nightly, Webhook? webhook,
        CancellationToken ct)
    {
        var (outcome, code) = await NotifyFailuresAsync(webhook, async () =>
        {
            await using var prepared = await new RunSetup(options, unfinished, terminal, time).PrepareAsync([], ct);
            return await new RunJob(terminal, time).RunAsync(prepared, options, ct);
        });
        if (code == ExitCode.Interrupted)
        {
            return code;
        }

        var isQuiet = webhook is null || (nightly.Notify!.When == NotifyConfig.OnTrouble && code == ExitCode.Done
            && IsQuiet(outcome.Results));
        var isPosted = isQuiet || await PostAsync(webhook!, Webhook.Payload(outcome.Results, code));
        await nights.MarkToldAsync(outcome.Results.Run.Id, CancellationToken.None);
        return isPosted || code != ExitCode.Done ? code : ExitCode.Infrastructure;
    }

    /// <summary>Whether nothing more is to be asked: a budget that ended a run would end it again.</summary>
    private static bool IsWhole(Run night) => night is { EndedAt: not null } or { StoppedBy: RunStop.Budget };

    /// <summary>Does it; a failure is told to the webhook too, since nobody looks at a run that did not happen.</summary>
    private async Task<T> NotifyFailuresAsync<T>(Webhook? webhook, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (webhook is not null && Failure.From(e) is { } failure)
        {
            await PostAsync(webhook, Webhook.Failed(failure.Sentences, failure.ExitCode));
            throw;
        }
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
    private static bool IsQuiet(ReportInput results) =>
        results.Run.EndedAt is not null && results.Drift?.Findings.Any(finding => finding.IsAlarm) != true;

    private Webhook? WebhookOf(string file, NotifyConfig? notify, List<string> mistakes)
    {
        if (notify is null)
        {
            return null;
        }

        if (Environment.GetEnvironmentVariable(notify.UrlEnv) is not { Length: > 0 } address)
        {
            mistakes.Add($"{file}, field 'nightly.notify.urlEnv': the environment variable {notify.UrlEnv} is not set; it holds the "
                + "webhook's address.");
            return null;
        }

        var (webhook, mistake) = Webhook.Create(address, time);
        if (mistake is not null)
        {
            mistakes.Add($"{file}, field 'nightly.notify.urlEnv': what the environment variable {notify.UrlEnv} holds is no webhook's "
                + $"address: {mistake}.");
        }

        return webhook;
    }

    /// <summary>What was typed behind the verb.</summary>
    private static List<string> Typed(ParseResult parsed) =>
        parsed.Tokens.Select(token => token.Value).SkipWhile(word => word != parsed.CommandResult.Command.Name).Skip(1)
            .Where(word => word != CatchUp).ToList();
}
