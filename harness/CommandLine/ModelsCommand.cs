using System.CommandLine;
using System.Globalization;
using Eval.Harness.Configuration;
using Eval.Harness.Console;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Providers;
using Eval.Harness.Simulation;
using Eval.Results.Records;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Lists known models with prices, joined with what an endpoint offers.</summary>
internal sealed class ModelsCommand(Terminal terminal)
{
    public Command Create()
    {
        var provider = new Option<string?>("--provider") { HelpName = "NAME",
            Description = "Also ask this endpoint what it has: openai, openrouter, ollama, … or one of the configuration." };
        var config = new Option<string?>("--config") { HelpName = "FILE",
            Description = "Configuration file. Default: ./eval.json if there." };
        var command = new Verb("models", "List models with context window and prices, joined with what an endpoint lists.",
            "Examples:\n  models\n  models --provider openrouter")
        {
            provider, config,
        };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(provider), parsed.GetValue(config), ct));
        return command;
    }

    private async Task<int> RunAsync(string? providerName, string? configPath, CancellationToken ct)
    {
        var mistakes = new List<string>();
        var config = ConfigFile.Read(configPath, mistakes);
        var (provider, offered) = providerName is null ? (null, null) : await OfferedAsync(providerName, config, mistakes, ct);
        if (mistakes.Count > 0)
        {
            throw new UsageException(mistakes);
        }

        var catalog = ModelCatalog.Bundled();
        var table = new Table().Border(terminal.IsInteractive ? TableBorder.Rounded : TableBorder.Ascii);
        foreach (var column in new[] { "model", "context", "longest reply", "input", "cached input", "output", "as of", "source" })
        {
            table.AddColumn(column);
        }

        if (offered is null)
        {
            foreach (var entry in catalog.Entries)
            {
                AddRow(table, entry.Names[0], entry, entry.Price);
            }

            foreach (var (name, model) in config.Models)
            {
                AddRow(table, name, null, model.Price?.ToPrice(), model.ContextWindow);
            }

            foreach (var profile in SimulatedProvider.Profiles)
            {
                AddRow(table, ModelResolver.SimulatedPrefix + profile.Name, null, profile.Price, profile.ContextWindow);
            }
        }
        else
        {
            foreach (var name in offered)
            {
                var known = catalog.Find(name, provider!.IsLocal);
                AddRow(table, name, known, config.Models.GetValueOrDefault(name)?.Price?.ToPrice()
                    ?? (provider.IsLocal ? null : known?.Price));
            }
        }

        terminal.Output.Write(table);
        terminal.Print("Prices in USD per million tokens. A model without a price can be evaluated; its cost stays empty. eval.json sets "
            + "prices of your own.");
        return ExitCode.Done;
    }

    private static async Task<(ProviderSpec?, IReadOnlyList<string>?)> OfferedAsync(string name, EvalConfig config, List<string> mistakes,
        CancellationToken ct)
    {
        var resolver = new ModelResolver(config, Environment.GetEnvironmentVariable);
        if (resolver.Source(name) is not HttpSource { Endpoint: var provider })
        {
            mistakes.AddRange(resolver.Mistakes.DefaultIfEmpty(
                $"{name}: a chat client of a program does not list its models; ask one by its name."));
            return (null, null);
        }

        try
        {
            return (provider, await EndpointModels.ListAsync(provider, TimeProvider.System, ct));
        }
        catch (ModelCallException e)
        {
            mistakes.Add(e.Message);
            return (null, null);
        }
    }

    private static void AddRow(Table table, string name, CatalogEntry? known, Price? price, int? contextWindow = null)
    {
        static string Tokens(int? tokens) => tokens is { } number ? $"{number / 1000}K" : "";
        static string Number(decimal? value) => value is { } number ? number.ToString("0.00##", CultureInfo.InvariantCulture) : "";
        table.AddRow(
            new Text(PrintableText.Line(name)),
            new Text(Tokens(contextWindow ?? known?.ContextWindow)),
            new Text(Tokens(known?.MaxOutput)),
            new Text(price is null ? "unknown" : Number(price.InputUsdPerMillionTokens)),
            new Text(Number(price?.CachedInputUsdPerMillionTokens)),
            new Text(Number(price?.OutputUsdPerMillionTokens)),
            new Text(price?.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""),
            new Text(price?.Source ?? ""));
    }
}
