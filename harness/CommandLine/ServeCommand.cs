using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Eval.Datasets;
using Eval.Harness.Configuration;
using Eval.Harness.Console;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Prompts;
using Eval.Harness.Providers;
using Eval.Harness.Redaction;
using Eval.Harness.Routing;
using Eval.Harness.Serving;
using Eval.Harness.Simulation;
using Eval.Routing.Policies;

namespace Eval.Harness.CommandLine;

/// <summary>Serves a policy: a small proxy that other programs ask like a model.</summary>
internal sealed class ServeCommand(Terminal terminal, TimeProvider time)
{
    private const int DefaultPort = 8160;

    private readonly Option<string?> _policy = new("--policy") { HelpName = "FILE",
        Description = "The policy, as 'route --export json' writes it." };
    private readonly Option<int?> _port = new("--port") { HelpName = "N",
        Description = $"Port; 0 for any free one. Default: {DefaultPort}." };
    private readonly Option<string?> _host = new("--host") { HelpName = "ADDRESS",
        Description = "Address to listen on. Default: 127.0.0.1; any other needs --token-env." };
    private readonly Option<string?> _tokenEnv = new("--token-env") { HelpName = "NAME",
        Description = "Environment variable with the token that clients must send." };
    private readonly Option<string?> _verifier = new("--verifier") { HelpName = "URL", Description = "Service that runs the tests or the "
        + "build for a policy's verifiers: gets {\"request\", \"response\"}, answers {\"verdict\": true|false}." };
    private readonly Option<string?> _log = new("--log") { HelpName = "FILE",
        Description = "Add a line of JSON for each request to FILE, or - for standard output. Default: no log." };
    private readonly Option<bool> _logPrompts = new("--log-prompts") { Description = "Also log what was asked. Default: no." };
    private readonly Option<string?> _config = new("--config") { HelpName = "FILE",
        Description = "Configuration file: providers, models, prices. Default: ./eval.json if there." };

    public Command Create()
    {
        var command = new Verb(
            "serve",
            "Serve a routing policy as an OpenAI-compatible endpoint: streams pass through, failures and rules are the policy's.",
            "Examples:\n"
            + "  serve --policy routing.json\n"
            + "  serve --policy routing.json --log requests.jsonl --port 9000\n"
            + "  EVAL_TOKEN=… serve --policy routing.json --host 0.0.0.0 --token-env EVAL_TOKEN\n\n"
            + "Clients ask for the model auto (or the policy's name, or one of its models) and tell the class of a request in the header\n"
            + "x-task-class, or in the body's metadata as task_class. Keys come from the environment, as for 'run'; what clients send as "
            + "a key\n"
            + "is not passed on. The headers x-eval-model and x-eval-path of an answer say who answered and who was asked.")
        {
            _policy, _port, _host, _tokenEnv, _verifier, _log, _logPrompts, _config,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var mistakes = new List<string>();
        var config = ConfigFile.Read(parsed.GetValue(_config), mistakes);
        var file = Policy(parsed, mistakes);
        await using var simulated = file is not null && ModelResolver.NeedsSimulated(file.Policy.Models) ? await SimulatedAsync(ct) : null;
        var resolved = file is null ? null : ModelResolver.ResolvePolicy(
            file, parsed.GetValue(_policy)!, config, simulated is null ? null : SimulatedProvider.At(simulated.BaseUrl),
                Environment.GetEnvironmentVariable);
        mistakes.AddRange(resolved?.Mistakes ?? []);
        var host = Host(parsed, mistakes);
        var token = Token(parsed, host, mistakes);
        var verifier = Verifier(parsed, mistakes);
        var policy = resolved?.Policy;
        mistakes.AddRange(policy is null ? [] : Mistakes(policy, verifier));
        if (parsed.GetValue(_port) is < 0 or > 65535)
        {
            mistakes.Add($"--port {parsed.GetValue(_port)}: write a number from 0 to 65535.");
        }

        if (mistakes.Count > 0 || policy is null)
        {
            throw new UsageException(mistakes);
        }

        var options = new ProxyOptions
        {
            Policy = policy, Host = host, Port = parsed.GetValue(_port) ?? DefaultPort, Token = token, Verifier = verifier,
                LogPrompts = parsed.GetValue(_logPrompts),
        };
        var guard = KeyGuard.From(options.Secrets, terminal.SayWarning);
        using var log = new RequestLog(parsed.GetValue(_log), policy.File.Name, guard);
        await using var server = await StartAsync(options, guard, log, ct);
        foreach (var warning in resolved!.Warnings)
        {
            terminal.SayWarning(warning);
        }

        var calls = PolicyBounds.Calls(policy.Policy);
        terminal.Say(PrintableText.Line(string.Create(CultureInfo.InvariantCulture,
            $"policy {policy.File.Name}: {policy.Policy}; {(calls > 1 ? $"at most {calls:0} calls" : "one call")} a request")));
        foreach (var service in policy.Webhooks.Concat(verifier is null ? [] : [verifier]).Distinct())
        {
            // A policy file may come from somebody else; where it sends what is asked must not be found out from a packet dump.
            terminal.SayWarning($"{service.GetLeftPart(UriPartial.Path)} verifies answers: it gets requests and answers of this proxy.");
        }

        terminal.Say($"serving {server.BaseUrl}   (Ctrl-C ends it)");
        using var interruption = new Interruption(_ => { });
        try
        {
            await Task.Delay(Timeout.Infinite, interruption.Stop);
        }
        catch (OperationCanceledException)
        {
            terminal.Say($"ending: open answers are given {options.ShutdownTimeout.TotalSeconds:0} s; press Ctrl-C again to drop them");
        }

        await server.StopAsync(interruption.Abort);
        return ExitCode.Done;
    }

    /// <exception cref="IOException">The address cannot be listened on.</exception>
    private async Task<ProxyServer> StartAsync(ProxyOptions options, KeyGuard guard, RequestLog log, CancellationToken ct)
    {
        try
        {
            return await ProxyServer.StartAsync(options, guard, log, time, ct);
        }
        catch (SocketException e)
        {
            throw new IOException($"{new IPEndPoint(options.Host, options.Port)} cannot be listened on: {e.Message}.", e);
        }
    }

    private PolicyFile? Policy(ParseResult parsed, List<string> mistakes)
    {
        try
        {
            if (parsed.GetValue(_policy) is { } path)
            {
                return PolicyFile.Read(path);
            }

            mistakes.Add("No policy is named: add --policy FILE, for instance the routing.json that 'route' writes.");
        }
        catch (PolicyFormatException e)
        {
            mistakes.Add(e.Message);
        }

        return null;
    }

    private static IEnumerable<string> Mistakes(PolicySource policy, Uri? verifier)
    {
        var name = policy.File.Name;
        if (policy.Asked.Any(model => model.Name == name) && policy.Policy != new SinglePolicy(name))
        {
            yield return $"{policy.Typed}: the policy is called like one of its models, {name}, and clients could not tell which they get; "
                + $"give it another \"name\".";
        }

        var kinds = policy.Verifiers.Select(found => found.Kind).ToHashSet();
        foreach (var (kind, kindName) in new[] { (VerifierKind.PublicTests, "public_tests"), (VerifierKind.ExistingTests, "existing_tests"),
            (VerifierKind.Build, "build") })
        {
            if (kinds.Contains(kind) && verifier is null)
            {
                yield return $"{ModelResolver.PolicyPrefix}{name}: it verifies by {kindName}, which nobody here can run for a request it "
                    + "does not know; add --verifier URL with a service that does.";
            }
        }

        foreach (var model in policy.Asked.Where(model => model.Source is not HttpSource))
        {
            yield return $"{model.Name}: provider {model.Source.Name} is a chat client of a program; only HTTP endpoints can be "
                + "passed on to.";
        }
    }

    private IPAddress Host(ParseResult parsed, List<string> mistakes)
    {
        var host = parsed.GetValue(_host);
        if (host is null or "localhost")
        {
            return IPAddress.Loopback;
        }

        if (IPAddress.TryParse(host, out var address)
            && address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
        {
            return address;
        }

        mistakes.Add($"--host {host}: write an address, for instance 127.0.0.1, or 0.0.0.0 for all.");
        return IPAddress.Loopback;
    }

    private Secret? Token(ParseResult parsed, IPAddress host, List<string> mistakes)
    {
        var variable = parsed.GetValue(_tokenEnv);
        if (variable is null)
        {
            if (!IPAddress.IsLoopback(host))
            {
                mistakes.Add($"--host {host}: others could ask at your cost; add --token-env NAME with the environment variable of a token "
                    + "that clients must send.");
            }

            return null;
        }

        try
        {
            if (KeyVariable.Key(variable, Environment.GetEnvironmentVariable) is { } token)
            {
                return token;
            }
        }
        catch (FormatException e)
        {
            mistakes.Add($"--token-env: {e.Message}");
            return null;
        }

        mistakes.Add($"--token-env {variable}: the environment variable is not set; it holds the token that clients must send.");
        return null;
    }

    private Uri? Verifier(ParseResult parsed, List<string> mistakes)
    {
        var text = parsed.GetValue(_verifier);
        if (text is null || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", UserInfo: "" }))
        {
            return text is null ? null : new Uri(text);
        }

        mistakes.Add("--verifier: write the whole address of the service, with http:// or https:// and without a name or a password.");
        return null;
    }

    private static async Task<SimulatedServer> SimulatedAsync(CancellationToken ct)
    {
        var tasks = new List<FunctionTask>();
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync("csharp", ct);
        await foreach (var task in dataset.ReadAsync(ct))
        {
            if (task is FunctionTask function)
            {
                tasks.Add(function);
            }
        }

        return await SimulatedServer.StartAsync(new SimulatedServerOptions { Tasks = tasks, UserMessage = PromptBuilder.UserMessage }, ct);
    }
}
