using System.Text;

namespace Eval.Sandboxes.Compiler.Frames;

/// <summary>The frames between host and compiler, written and read at one place.</summary>
internal static class CompilerFrames
{
    public const byte Ready = 1;
    public const byte Compile = 2;
    public const byte Outline = 3;

    /// <summary>An answer that would be longer than <see cref="MaxAnswerBytes"/>, or a source that is nested too deep.</summary>
    public const byte TooMuch = 4;

    /// <summary>Far more than an honest source comes to: a few lines of constants can come to gigabytes.</summary>
    public const int MaxAnswerBytes = 16 << 20;

    /// <summary>Tests are to be compiled against stand-ins for the types of a reference.</summary>
    public const byte Split = 5;

    /// <summary>An answer is to be compiled by itself, and its tests only to be looked at.</summary>
    public const byte CompileApart = 6;

    /// <summary>How many requests a compiler works on at once.</summary>
    public static int Threads => Math.Max(2, Environment.ProcessorCount);

    public static byte[] WriteSources(IReadOnlyList<SourceText> files, CompileOptions options) => Write(writer =>
    {
        writer.Write(options.SharesProcess);
        writer.Write(options.AskedTypes.Count);
        foreach (var name in options.AskedTypes)
        {
            writer.Write(name);
        }

        writer.Write(files.Count);
        foreach (var file in files)
        {
            writer.Write(file.Name);
            writer.Write(file.Text);
            writer.Write(file.IsTrusted);
        }
    });

    public static SourceText[] ReadSources(byte[] body, out CompileOptions options)
    {
        using var reader = new BinaryReader(new MemoryStream(body));
        var sharesProcess = reader.ReadBoolean();
        var asked = new string[reader.ReadInt32()];
        for (var i = 0; i < asked.Length; i++)
        {
            asked[i] = reader.ReadString();
        }

        options = new CompileOptions(sharesProcess, asked);
        var files = new SourceText[reader.ReadInt32()];
        for (var i = 0; i < files.Length; i++)
        {
            files[i] = new SourceText(reader.ReadString(), reader.ReadString(), reader.ReadBoolean());
        }

        return files;
    }

    public static byte[] Write(Action<BinaryWriter> write)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        write(writer);
        writer.Flush();
        return buffer.ToArray();
    }
}
