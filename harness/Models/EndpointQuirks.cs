namespace Eval.Harness.Models;

/// <summary>What an endpoint has shown not to bear for a model. Learned from its refusals, once, and kept for the run. Thread-safe.</summary>
internal sealed class EndpointQuirks
{
    private volatile bool _refusesStreamOptions;
    private volatile bool _refusesTemperature;
    private volatile bool _refusesTopP;
    private volatile bool _refusesSeed;
    private volatile bool _wantsMaxCompletionTokens;

    public bool RefusesStreamOptions => _refusesStreamOptions;

    public bool RefusesTemperature => _refusesTemperature;

    public bool RefusesTopP => _refusesTopP;

    public bool RefusesSeed => _refusesSeed;

    public bool WantsMaxCompletionTokens => _wantsMaxCompletionTokens;

    /// <summary>Learns from the text of a 400 or 422; returns whether the request is worth sending again in another form.</summary>
    public bool Learn(string error, string sentBody)
    {
        bool Names(string parameter) => error.Contains(parameter, StringComparison.OrdinalIgnoreCase) && sentBody.Contains($"\"{parameter}\"", StringComparison.Ordinal);
        if (Names("max_tokens") && error.Contains("max_completion_tokens", StringComparison.OrdinalIgnoreCase))
        {
            return _wantsMaxCompletionTokens = true;
        }

        if (Names("stream_options") || (Names("include_usage") && sentBody.Contains("stream_options", StringComparison.Ordinal)))
        {
            return _refusesStreamOptions = true;
        }

        if (Names("temperature"))
        {
            return _refusesTemperature = true;
        }

        if (Names("top_p"))
        {
            return _refusesTopP = true;
        }

        return Names("seed") && (_refusesSeed = true);
    }
}
