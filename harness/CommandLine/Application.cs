using System.CommandLine;
using Eval.Harness.Console;
using Eval.Harness.Options;

namespace Eval.Harness.CommandLine;

/// <summary>The program: finds the verb, runs it, and turns what went wrong into sentences and an exit code.</summary>
internal sealed class Application(Terminal terminal, TimeProvider time)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var run = new RunCommand(terminal, time);
        var root = CreateRoot(run);
        var parsed = root.Parse(WithVerb(root, arguments));
        var mistakes = ParseMistakes.Describe(parsed, root).ToList();
        if (mistakes.Count > 0 && parsed.CommandResult.Command.Name != RunCommand.Name)
        {
            terminal.SayMistakes(mistakes);
            return ExitCode.Usage;
        }

        try
        {
            // The run command joins the parser's mistakes with its own, so that all of them are told at once.
            return mistakes.Count > 0
                ? await run.RunAsync(parsed, mistakes, CancellationToken.None)
                : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (Failure.From(e) is { } failure)
        {
            terminal.SayMistakes(failure.Sentences);
            return failure.ExitCode;
        }
    }

    private RootCommand CreateRoot(RunCommand run)
    {
        var root = new RootCommand(
            "Eval: which language model should get which kind of code request?\n\n"
            + "Asks models for code, runs every answer in a sandbox, and reports pass@1, time to first token and cost.\n"
            + "Without a verb it is 'run'.\n\n"
            + "Examples:\n"
            + "  --models sim/strong,sim/cheap                 try it without a key\n"
            + "  --models gpt-4o-mini,claude-3-5-sonnet        ask real models (keys from the environment)\n"
            + "  grade --datasets tasks --completions FILE     score answers that exist already\n"
            + "  report latest                                 write a run's files again\n"
            + "  compare                                       which differences between models are significant\n"
            + "  route latest                                  which model should get which request\n"
            + "  nightly --init                                nightly runs, with alarms and gates\n\n"
            + "'run --help' lists the options of a run.");
        root.Subcommands.Add(run.Create());
        root.Subcommands.Add(run.CreateGrade());
        root.Subcommands.Add(new ReportCommand(terminal).Create());
        root.Subcommands.Add(new CompareCommand(terminal).Create());
        root.Subcommands.Add(new RouteCommand(terminal).Create());
        root.Subcommands.Add(new GateCommand(terminal).Create());
        root.Subcommands.Add(new NightlyCommand(terminal, time).Create());
        root.Subcommands.Add(new ModelsCommand(terminal).Create());
        root.Subcommands.Add(new DatasetsCommand(terminal).Create());
        root.Subcommands.Add(new DoctorCommand(terminal, time).Create());
        root.Subcommands.Add(new SimulateCommand(terminal).Create());
        root.Subcommands.Add(new ServeCommand(terminal, time).Create());
        Verb.AddHelp(root);
        return root;
    }

    /// <summary>Puts the default verb in front where none is named.</summary>
    private static List<string> WithVerb(RootCommand root, IReadOnlyList<string> arguments)
    {
        var words = arguments.ToList();
        var first = words.Count > 0 ? words[0] : "";
        if (first is not ("--help" or "-h" or "-?" or "/?" or "--version") && root.Subcommands.All(command => command.Name != first))
        {
            words.Insert(0, RunCommand.Name);
        }

        return words;
    }
}
