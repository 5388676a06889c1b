using System.Formats.Tar;
using System.Text;

namespace Eval.Sandboxes.Docker;

/// <summary>Packs the folder that the build of an image sees.</summary>
internal static class BuildContext
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Runnable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Packs files by their names in the context.</summary>
    public static Stream Create(IEnumerable<(string Name, string File)> files)
    {
        // An SDK does not belong into memory; the file is gone once it is closed.
        var context = Temporary();
        using (var tar = new TarWriter(context, leaveOpen: true))
        {
            foreach (var (name, file) in files)
            {
                using var content = File.OpenRead(file);
                Add(tar, name, content, IsProgram(file));
            }
        }

        context.Position = 0;
        return context;
    }

    /// <summary>Packs texts and one archive, which stays packed.</summary>
    public static Stream Create(IReadOnlyDictionary<string, string> texts, (string Name, Stream Content)? archive)
    {
        var context = Temporary();
        using (var tar = new TarWriter(context, leaveOpen: true))
        {
            foreach (var (name, text) in texts)
            {
                using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
                Add(tar, name, content, isProgram: false);
            }

            if (archive is { } packed)
            {
                Add(tar, packed.Name, packed.Content, isProgram: false);
            }
        }

        context.Position = 0;
        return context;
    }

    private static bool IsProgram(string file) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute);

    // Readable for whoever runs inside, whatever the folder's own rights are.
    private static void Add(TarWriter tar, string name, Stream content, bool isProgram) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = isProgram ? Runnable : Readable, DataStream = content });

    internal static FileStream Temporary() =>
        new(Path.Combine(Path.GetTempPath(), $"eval-{Guid.NewGuid():N}.tar"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
            1 << 16, FileOptions.DeleteOnClose);
}
