using System.Buffers;
using System.Text;
using System.Text.Json;
using Eval.Harness.Console;

namespace Eval.Harness.Tests.CommandLine;

/// <summary>Foreign text reaches no terminal as a command and begins no line, whichever way it is written.</summary>
public sealed class PrintableTextTests
{
    private const string Hostile =
        "a\u001b[31m\nb\r\nc\rd\u0085e\u2028f\u2029g\u009b2Jh\u007fi\u202ej\u2066k\u200el\bm\u0007n\0o\u200bp\ufeffq";

    private static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Nothing_that_is_hidden_is_printed()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(output, error, isInteractive: false, useColor: false);
        terminal.PrintLine(Hostile);
        terminal.Say(Hostile);
        terminal.SayWarning(Hostile);
        terminal.SayMistakes([Hostile]);
        terminal.Print(Hostile);

        Assert.Equal(1, output.ToString().Split('\n')[0].Count(letter => letter == 'q'));
        Assert.Equal(3, error.ToString().Count(letter => letter == '\n'));
        Assert.DoesNotContain(output.ToString() + error, letter => letter is not '\n' && char.IsControl(letter)
            || letter is '\u2028' or '\u2029' or '\u202e' or '\u2066' or '\u200e' or '\u200b' or '\ufeff');
    }

    [Fact]
    public void A_text_that_people_write_is_left_as_it_is()
    {
        const string Text = "Ünï – “x” 日本 \ud83d\ude00\n\tindented";

        Assert.Equal(Text, PrintableText.Lines(Text));
        Assert.Equal("Ünï – “x” 日本 \ud83d\ude00⏎\tindented", PrintableText.Line(Text));
    }

    [Fact]
    public void Json_says_the_same_without_what_is_hidden()
    {
        var json = $"{{\"text\":{JsonSerializer.Serialize(Hostile, Relaxed)},\"ü\":\"\ud83d\ude00 日\"}}";
        var written = new ArrayBufferWriter<byte>();
        PrintableText.WriteJson(Encoding.UTF8.GetBytes(json), written);
        var line = Encoding.UTF8.GetString(written.WrittenSpan);

        Assert.DoesNotContain(line, letter => char.IsControl(letter)
            || letter is '\u2028' or '\u2029' or '\u202e' or '\u2066' or '\u200e' or '\u200b' or '\ufeff');
        Assert.Contains("\ud83d\ude00 日", line);
        Assert.Equal(Hostile, JsonDocument.Parse(line).RootElement.GetProperty("text").GetString());
    }
}
