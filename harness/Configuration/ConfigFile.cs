using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Eval.Reports.Gates;
using Eval.Results.Records;

namespace Eval.Harness.Configuration;

/// <summary>Reads the configuration file and names every mistake by file, line and field.</summary>
internal static class ConfigFile
{
    public const string DefaultName = "eval.json";

    /// <summary>A dollar a token; what is above it is another unit or a mistake.</summary>
    private const decimal MaxPriceUsd = 1_000_000;

    public static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>
    /// Returns the configuration; an empty one, and the mistakes, when it is not usable. Null path: <c>eval.json</c> where there is one.
    /// </summary>
    public static EvalConfig Read(string? path, List<string> mistakes)
    {
        var file = path ?? DefaultName;
        if (!File.Exists(file))
        {
            return new EvalConfig();
        }

        try
        {
            using var stream = File.OpenRead(file);
            var config = JsonSerializer.Deserialize<EvalConfig>(stream, Format) ?? new EvalConfig();
            mistakes.AddRange(Check(config).Select(mistake => $"{file}, {mistake}"));
            return config;
        }
        catch (JsonException e)
        {
            var field = string.IsNullOrEmpty(e.Path) || e.Path == "$" ? "" : $", field '{e.Path.TrimStart('$', '.')}'";
            mistakes.Add($"{file}, line {(e.LineNumber ?? 0) + 1}{field}: {Reason(e)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"{file}: {e.Message}");
        }

        return new EvalConfig();
    }

    private static string Reason(JsonException e)
    {
        var message = e.Message.Split(" Path: ")[0];
        return message.Contains("uplicate propert", StringComparison.Ordinal) ? "it is there twice; keep one."
            : message.Contains("could not be mapped", StringComparison.Ordinal) ? "there is no such field; check its spelling."
            : message.Contains("missing required properties", StringComparison.Ordinal)
            ? "a price needs 'input' and 'output', in USD per million tokens."
            : message.Contains("could not be converted", StringComparison.Ordinal) ? ValueReason(message)
            : message;
    }

    /// <summary>What to write instead, by the type that the reader wanted.</summary>
    private static string ValueReason(string message) =>
        new[] { "Decimal", "Double", "Int32", "Int64" }.Any(type => message.Contains(type, StringComparison.Ordinal))
            ? "write a number, without quotes; whole where only whole ones make sense."
        : message.Contains("Boolean", StringComparison.Ordinal) ? "write true or false, without quotes."
        : message.Contains("List`1", StringComparison.Ordinal) ? "write a list in brackets, for instance [\"a\", \"b\"]."
        : message.Contains("Dictionary`2", StringComparison.Ordinal) ? "write an object in braces."
        : message.Contains("System.String", StringComparison.Ordinal) ? "write a text in quotes."
        : "a value of another kind belongs here; eval.schema.json ('nightly --init' writes it) says which.";

    private static IEnumerable<string> Check(NightlyConfig nightly)
    {
        if (nightly.Models.Count == 0)
        {
            yield return "field 'nightly.models': name at least one model, for instance [\"gpt-4o-mini\"].";
        }

        if (nightly.KeepNights < 1)
        {
            yield return "field 'nightly.keepNights': write a number of at least 1.";
        }

        if (nightly.FinishWithinHours is not (>= 0 and <= 24 * 365))
        {
            yield return "field 'nightly.finishWithinHours': write a number of hours from 0 to 8760.";
        }

        if (nightly.Notify is { } notify)
        {
            if (notify.UrlEnv.Length == 0 || !notify.UrlEnv.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            {
                // Somebody may have put the address itself here: it must not be printed.
                yield return "field 'nightly.notify.urlEnv': write the name of an environment variable, not the address itself.";
            }

            if (notify.When is not (NotifyConfig.Always or NotifyConfig.OnTrouble))
            {
                yield return $"field 'nightly.notify.when': write {NotifyConfig.Always} or {NotifyConfig.OnTrouble}.";
            }
        }

        string[] fields = ["models", "model", "datasets", "dataset", "class", "limit", "samples", "budget-usd", "baseline", "config", "out",
            "resume", "dry-run", "plan", "nightly", "confirms"];
        foreach (var name in nightly.Options.Keys.Where(name => fields.Contains(name.TrimStart('-'))))
        {
            yield return $"field 'nightly.options.{name}': this is a field of 'nightly' itself, or belongs behind the command.";
        }

        foreach (var name in nightly.Options.Keys.Where(name => !name.All(letter => char.IsAsciiLetterLower(letter) || letter == '-')
            || name.StartsWith('-')))
        {
            yield return $"field 'nightly.options.{name}': write the option's name without dashes, for instance temperature.";
        }
    }

    private static IEnumerable<string> Check(EvalConfig config)
    {
        foreach (var (name, provider) in config.Providers)
        {
            foreach (var mistake in provider.Mistakes())
            {
                yield return $"field 'providers.{name}.{mistake.Field}': {mistake.Sentence}";
            }
        }

        foreach (var mistake in config.Nightly is { } nightly ? Check(nightly) : [])
        {
            yield return mistake;
        }

        foreach (var mistake in config.Routing?.Mistakes(field => $"field 'routing.{JsonNamingPolicy.CamelCase.ConvertName(field)}'") ?? [])
        {
            yield return mistake;
        }

        for (var i = 0; i < config.Gates.Count; i++)
        {
            if (GateParser.Mistake(config.Gates[i].ToGate()) is { } mistake)
            {
                yield return $"field 'gates[{i}]': {mistake}.";
            }
        }

        foreach (var (name, model) in config.Models)
        {
            if (model.Temperature is < 0 or > 2)
            {
                yield return $"field 'models.{name}.temperature': write a number from 0 to 2.";
            }

            if (model.MaxTokens is <= 0)
            {
                yield return $"field 'models.{name}.maxTokens': write a number of at least 1.";
            }

            foreach (var field in model.ExtraBody.Keys.Where(ModelParameters.IsOwnField))
            {
                yield return $"field 'models.{name}.extraBody.{field}': take it out; a request sets this field itself.";
            }

            foreach (var field in model.ExtraBody.Where(field => SecretText.IsField(field.Key, field.Value)))
            {
                yield return $"field 'models.{name}.extraBody.{field.Key}': this looks like a secret, which runs would store; name the "
                    + "environment "
                    + "variable that holds it under 'apiKeyEnv' or 'headersEnv' of the provider.";
            }

            if (model.Price is { } price && new[] { price.Input, price.Output,
                price.CachedInput ?? 0 }.Any(usd => usd is < 0 or > MaxPriceUsd))
            {
                yield return $"field 'models.{name}.price': write USD per million tokens, from 0 to {MaxPriceUsd:0}.";
            }
        }
    }
}
