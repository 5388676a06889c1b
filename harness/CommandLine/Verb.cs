using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Eval.Harness.CommandLine;

/// <summary>A command whose own help ends with examples; in the list of commands it takes one line.</summary>
internal sealed class Verb(string name, string description, string more) : Command(name, description)
{
    public string More => more;

    /// <summary>Makes the help of a root command, and of all below it, print what a verb has to say.</summary>
    public static void AddHelp(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithMore((HelpAction)option.Action!);
        }
    }

    private sealed class HelpWithMore(HelpAction usual) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parsed)
        {
            var code = usual.Invoke(parsed);
            if (parsed.CommandResult.Command is Verb verb)
            {
                parsed.InvocationConfiguration.Output.WriteLine(verb.More);
            }

            return code;
        }
    }
}
