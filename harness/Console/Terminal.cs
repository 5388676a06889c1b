using Spectre.Console;

namespace Eval.Harness.Console;

/// <summary>
/// Everything the program says goes through here: results to standard output, progress and mistakes to standard error. Colours and moving
/// bars appear on a terminal only, and not where NO_COLOR is set.
/// </summary>
internal sealed class Terminal
{
    public Terminal(TextWriter output, TextWriter error, bool isInteractive, bool useColor)
    {
        Output = Create(output, isInteractive, useColor);
        Error = Create(error, isInteractive, useColor);
        IsInteractive = isInteractive;
        RawOutput = output;
        RawError = error;
    }

    /// <summary>Results.</summary>
    public IAnsiConsole Output { get; }

    /// <summary>Progress, warnings and mistakes.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Whether a person watches, so that bars may move.</summary>
    public bool IsInteractive { get; }

    /// <summary>Standard output as it is, for lines that programs read.</summary>
    public TextWriter RawOutput { get; }

    private TextWriter RawError { get; }

    public static Terminal OfThisProcess()
    {
        var useColor = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && !System.Console.IsOutputRedirected;
        var isInteractive = !System.Console.IsErrorRedirected && !System.Console.IsOutputRedirected
            && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new Terminal(System.Console.Out, System.Console.Error, isInteractive, useColor);
    }

    /// <summary>
    /// Prints a result, a line or several; on a terminal too, long lines are left to it, so that what is copied is whole.
    /// </summary>
    public void Print(string text) => RawOutput.WriteLine(PrintableText.Lines(text));

    /// <summary>Prints a result that is one line, whatever the names in it hold: a line of its own must not be forged by them.</summary>
    public void PrintLine(string text) => RawOutput.WriteLine(PrintableText.Line(text));

    /// <summary>Says a line of plain text; nothing in it begins another one or reaches the terminal as a command.</summary>
    public void Say(string line) => Say("", Color.Default, line);

    /// <summary>Prints mistakes, one a line.</summary>
    public void SayMistakes(IEnumerable<string> mistakes)
    {
        foreach (var mistake in mistakes)
        {
            Say("error: ", Color.Red, mistake);
        }
    }

    public void SayWarning(string warning)
    {
        Say("warning: ", Color.Yellow, warning);
    }

    private void Say(string kind, Color color, string sentence)
    {
        sentence = PrintableText.Line(sentence);
        if (IsInteractive)
        {
            // Spaces to the end of the line, because a bar may stand there.
            var rest = Math.Max(0, Error.Profile.Width - 1 - kind.Length - sentence.Length);
            Error.Write(new Paragraph().Append(kind, new Style(color)).Append(sentence + new string(' ', rest) + "\n"));
        }
        else
        {
            // A line of a log file is one line, however long.
            RawError.WriteLine(kind + sentence);
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool isInteractive, bool useColor)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = useColor ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = useColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isInteractive ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!isInteractive)
        {
            // Sentences and tables in a log file are not broken at the 80 columns of a terminal that is not there.
            console.Profile.Width = 200;
        }

        return console;
    }
}
