using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Eval.Harness.Models;

/// <summary>Reads what an endpoint says it bills for a call, in USD, under the names that gateways and hosts give it.</summary>
internal static class BilledCost
{
    /// <summary>Docs of xAI: 10,000,000,000 ticks make a dollar.</summary>
    private const decimal TicksPerUsd = 10_000_000_000m;

    /// <summary>More than any call can cost; what is above it is another unit or a mistake.</summary>
    private const decimal MaxUsd = 10_000;

    private static readonly string[] Fields =
        ["cost", "total_cost", "cost_usd", "total_cost_usd", "cost_usd_total", "estimated_cost", "response_cost"];

    /// <summary>Within <c>cost</c> or <c>cost_details</c>.</summary>
    private static readonly string[] Totals = ["total_cost", "total", "total_usd", "total_cost_usd"];

    /// <summary>They are sent before a streamed answer is known, so that a zero there says nothing.</summary>
    private static readonly string[] Headers = ["x-litellm-response-cost"];

    /// <summary>Returns the cost that a usage object reports; null where it reports none.</summary>
    public static decimal? Read(JsonElement usage)
    {
        var billed = Fields.Select(field => Usd(usage, field)).FirstOrDefault(usd => usd is not null)
            ?? Usd(usage, "cost_in_usd_ticks", TicksPerUsd)
            ?? Totals.Select(field => Inner(usage, "cost_details", field)).FirstOrDefault(usd => usd is not null);

        // With a key of one's own at the host behind it, a gateway's cost is its fee alone.
        var isOwnKey = usage.TryGetProperty("is_byok", out var own) && own.ValueKind == JsonValueKind.True;
        return isOwnKey && Inner(usage, "cost_details", "upstream_inference_cost") is { } upstream ? (billed ?? 0) + upstream : billed;
    }

    /// <summary>Returns the cost that a gateway's header reports; null where it reports none.</summary>
    public static decimal? Read(HttpResponseHeaders headers) => Headers
        .Select(name => headers.NonValidated.TryGetValues(name, out var values) ? Parse(values.ToString()) : null)
        .FirstOrDefault(usd => usd is > 0);

    private static decimal? Usd(JsonElement element, string field, decimal perUsd = 1)
    {
        if (!element.TryGetProperty(field, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDecimal(out var number) => Plausible(number / perUsd),
            JsonValueKind.String => Parse(JsonText.From(value), perUsd),
            JsonValueKind.Object => Totals.Select(total => Usd(value, total)).FirstOrDefault(usd => usd is not null),
            _ => null,
        };
    }

    private static decimal? Inner(JsonElement usage, string group, string field) =>
        usage.TryGetProperty(group, out var inner) && inner.ValueKind == JsonValueKind.Object ? Usd(inner, field) : null;

    private static decimal? Parse(string text, decimal perUsd = 1) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Plausible(number / perUsd) : null;

    private static decimal? Plausible(decimal usd) => usd is >= 0 and <= MaxUsd ? usd : null;
}
