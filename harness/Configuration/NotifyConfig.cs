using System.ComponentModel;

namespace Eval.Harness.Configuration;

/// <summary>Where a run's summary is sent.</summary>
internal sealed record NotifyConfig
{
    public const string Always = "always";
    public const string OnTrouble = "trouble";

    [Description("The environment variable that holds the webhook's address, which is a secret. Slack, Mattermost and the like take what "
        + "is posted.")]
    public string UrlEnv { get; init; } = "";

    [Description("always, or trouble: only on alarms, failed gates, nightly runs that failed and nightly runs that their budget ended. "
        + "Default: always.")]
    public string When { get; init; } = Always;
}
