namespace Eval.Sandboxes.Probes;

/// <summary>Attacks in C# that go through the system: on other processes, and on the next answer by what is left for it.</summary>
internal static class CSharpSystemProbes
{
    public const string Native =
        """
        [DllImport("libc", SetLastError = true)] static extern nint syscall(
            nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0);
        [DllImport("libc", SetLastError = true)] static extern int fcntl(int descriptor, int command, nint value);
        [DllImport("libc", SetLastError = true)] static extern int ioctl(int descriptor, nuint request, ref int value);
        [DllImport("libc", SetLastError = true)] static extern int pipe(int[] two);
        [DllImport("libc", SetLastError = true)] static extern int setpriority(int kind, int who, int level);
        static nint Call(int x64, int arm, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0) =>
            syscall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? arm : x64, a, b, c, d, e);
        static nint Text(string text) => Marshal.StringToHGlobalAnsi(text);
        static nint Zeros(int count) { var at = Marshal.AllocHGlobal(count);
            for (var i = 0; i < count; i++) Marshal.WriteByte(at, i, 0); return at; }
        static nint Iov() { var iov = Zeros(16); Marshal.WriteIntPtr(iov, 0, Zeros(8)); Marshal.WriteIntPtr(iov, 8, 8); return iov; }
        static int[] Own(int value) => [value];
        static nint Mask() { var mask = Zeros(8); Marshal.WriteByte(mask, 0, 1); return mask; }
        static int[] Pipe() { var two = new int[2]; pipe(two); return two; }
        static bool Writes(string path) { try {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0); file.WriteByte(49);
            return true; } catch (System.Exception) { return false; } }
        static bool Opens(string path) { try {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
            return true; } catch (System.Exception) { return false; } }
        static bool Reads(string path) { try { return File.ReadAllBytes(path).Length > 0; } catch (System.Exception) { return false; } }
        static void Try(System.Action does) { try { does(); } catch (System.Exception) { } }
        static int[] Others() => Directory.GetDirectories("/proc")
            .Select(p => int.TryParse(Path.GetFileName(p), out var n) ? n : 0)
            .Where(n => n > 0 && n != System.Environment.ProcessId).ToArray();
        static string[] Folders() => File.ReadAllLines("/proc/self/mountinfo")
            .Select(l => l.Split(' ')).Where(w => w[5].Split(',').Contains("rw"))
            .Select(w => w[4]).Where(d => d.StartsWith("/dev") || d == "/tmp").Where(Directory.Exists).ToArray();
        """;

    public static IEnumerable<SandboxProbe> All() => [.. ForeignProcesses(), .. Kernel(), .. SharedState()];

    private static string Source(string body) =>
        $"using System.IO; using System.Linq; using System.Runtime.InteropServices;\npublic static class Attack {{ public static string "
            + $"Run() {{ {body} }}\n{Native} }}";

    private static SandboxProbe Probe(ProbeShape shape, string name, string body) =>
        new() { Shape = shape, Name = name, Answer = Source(body) };

    /// <summary>Tries something on every process but its own; what may be done to oneself is the control.</summary>
    private static SandboxProbe OnOthers(string name, string condition, bool isFineForItself = false) =>
        Probe(ProbeShape.ForeignProcess, name,
            $"foreach (var p in Others()) if ({condition}) return \"{ProbeRunner.Escaped}: \" + p; return \"refused everywhere\";") with
        {
            Control = isFineForItself
                ? Source($"var p = System.Environment.ProcessId; return ({condition}) ? \"right\" : \"refused for itself\";") : null,
        };

    private static IEnumerable<SandboxProbe> ForeignProcesses() =>
    [
        OnOthers("kill", "Call(62, 129, p, 0) == 0", isFineForItself: true),
        OnOthers("tgkill and tkill", "Call(234, 131, p, p, 0) == 0 || Call(200, 130, p, 0) == 0", isFineForItself: true),
        OnOthers("queued signals", "Call(129, 138, p, 0, Zeros(128)) == 0 || Call(297, 240, p, p, 0, Zeros(128)) == 0"),
        OnOthers("a signal by a handle", "Call(424, 424, Call(434, 434, p, 0), 0, 0, 0) == 0"),
        OnOthers("fcntl F_SETOWN and F_SETSIG",
            "fcntl(Pipe()[0], 10, 9) == 0 || fcntl(Pipe()[0], 8, p) == 0 || fcntl(Pipe()[0], 8, -p) == 0"),
        OnOthers("fcntl F_SETOWN_EX", "fcntl(Pipe()[0], 15, Iov()) == 0"),
        OnOthers("ioctl FIOSETOWN and SIOCSPGRP",
            "ioctl(Pipe()[0], 0x8901, ref Own(p)[0]) == 0 || ioctl((int)Call(41, 198, 1, 1, 0), 0x8902, ref Own(p)[0]) == 0"),
        OnOthers("reading and writing memory",
            "Call(310, 270, p, Iov(), 1, Iov(), 1) > 0 || Call(311, 271, p, Iov(), 1, Iov(), 1) > 0 || Opens($\"/proc/{p}/mem\")"),
        OnOthers("tracing", "Call(101, 117, 0x4206, p, 0, 0) == 0 || Call(101, 117, 16, p, 0, 0) == 0"),
        OnOthers("comparing processes", "Call(312, 272, p, System.Environment.ProcessId, 1, 0, 0) >= 0"),
        OnOthers("a descriptor out of a process", "Call(438, 438, Call(434, 434, p, 0), 0, 0) >= 0"),
        OnOthers("moving pages of a process", "Call(256, 238, p, 64, Iov(), Iov()) >= 0 || Call(279, 239, p, 0, 0, 0, 0) >= 0 || Call(440, "
            + "440, Call(434, 434, p, 0), Iov(), 1, 20, 0) >= 0"),
        OnOthers("the processors and the scheduler of a process",
            "Call(203, 122, p, 8, Mask()) == 0 || Call(144, 119, p, 5, Zeros(4)) == 0"),
        OnOthers("the priority of a process and of a user",
            "setpriority(0, p, 19) == 0 || setpriority(2, 65534, 19) == 0 || Call(251, 30, 1, p, 0x6000) == 0"),
        OnOthers("the limits of a process", "Call(302, 261, p, 0, 0, Zeros(16)) == 0"),
        OnOthers("files of /proc that can be written", "new[] { \"mem\", \"oom_score_adj\", \"clear_refs\", \"coredump_filter\", "
            + "\"timerslack_ns\", \"autogroup\", \"uid_map\" }.Any(n => Writes($\"/proc/{p}/{n}\"))"),
        OnOthers("files of /proc that hold its memory or names",
            "new[] { \"environ\", \"maps\", \"mem\", \"auxv\", \"io\", \"syscall\", \"fd/0\" }.Any(n => Reads($\"/proc/{p}/{n}\"))"),
        Probe(ProbeShape.ForeignProcess, "living on behind its host", $"return Call(157, 167, 1, 0) == 0 || Call(157, 167, 4, 1) == 0 || "
            + $"Call(157, 167, 0x59616d61, -1) == 0 || Call(112, 157) >= 0 ? \"{ProbeRunner.Escaped}\" : \"refused\";") with
        {
            Control = Source("return Call(157, 167, 3) >= 0 && Call(124, 156, 0) >= 0 ? \"right\" : \"refused\";"),
        },
    ];

    private static IEnumerable<SandboxProbe> Kernel() =>
    [
        Refused("perf events, programs in the kernel, faults handled here",
            "Call(298, 241, Zeros(128), 0, -1, -1, 0) >= 0 || Call(321, 280, 0, Zeros(128), 128) >= 0 || Call(323, 282, 1) >= 0"),
        Refused("asynchronous input and output", "Call(425, 425, 1, Zeros(128)) >= 0 || Call(206, 0, 1, Zeros(8)) == 0"),
        Refused("namespaces and mounts", "Call(272, 97, 0x10000000) == 0 || Call(56, 220, 0x10000011) > 0 || Call(165, 40, Text(\"x\"), "
            + "Text(\"/tmp\"), Text(\"tmpfs\"), 0, 0) == 0"),
        Refused("the 32-bit calls", "syscall(0x40000000 + 39) > 0"),
        Refused("sockets to the host of a virtual machine",
            "new[] { 40, 38, 17, 29 }.Any(family => Call(41, 198, family, 1, 0) >= 0 || Call(41, 198, family, 3, 0) >= 0)"),
    ];

    private static SandboxProbe Refused(string name, string condition) =>
        Probe(ProbeShape.WayOut, name, $"return {condition} ? \"{ProbeRunner.Escaped}\" : \"refused\";");

    /// <summary>
    /// A first answer leaves something, a second one looks for it; both in one are the control where it can be left at all.
    /// </summary>
    private static SandboxProbe Left(string name, string leave, string look, bool isRefused = false) =>
        Probe(ProbeShape.SharedState, name, $"{leave} return \"left\";") with
        {
            Next = Source($"return ({look}) ? \"{ProbeRunner.Escaped}\" : \"nothing is left\";"),
            Control = isRefused ? null : Source($"{leave} return ({look}) ? \"right\" : \"nothing is left\";"),
        };

    private static IEnumerable<SandboxProbe> SharedState() =>
    [
        Left("a file in every folder that can be written to",
            "foreach (var d in Folders()) Try(() => File.WriteAllText(d + \"/left\", \"x\"));",
                "Folders().Any(d => File.Exists(d + \"/left\"))"),
        Left("folders without rights", "Directory.CreateDirectory(\"/tmp/left/a/b\"); File.SetUnixFileMode(\"/tmp/left/a\", 0); "
            + "File.SetUnixFileMode(\"/tmp/left\", 0);", "Directory.Exists(\"/tmp/left\")"),
        Left("a POSIX queue", "Call(240, 180, Text(\"left\"), 0x42, 0x1b6, 0);", "Call(240, 180, Text(\"left\"), 2, 0, 0) >= 0",
            isRefused: true),
        Left("System V objects", "Call(68, 186, 4711, 0x3b6); Call(29, 194, 4711, 4096, 0x3b6); Call(64, 190, 4711, 1, 0x3b6);",
            "Call(68, 186, 4711, 0) >= 0 || Call(29, 194, 4711, 0, 0) >= 0 || Call(64, 190, 4711, 0, 0) >= 0", isRefused: true),
        Left("a key", "foreach (var ring in new[] { -3, -4, -5 }) Call(248, 217, Text(\"user\"), Text(\"left\"), Text(\"x\"), 1, ring);",
            "new[] { -3, -4, -5 }.Any(ring => Call(250, 219, 10, ring, Text(\"user\"), Text(\"left\"), 0) >= 0)", isRefused: true),
        Left("the time of a device or a folder", "foreach (var p in new[] { \"/dev/null\", \"/dev/zero\", \"/dev/full\", \"/tmp\", "
            + "\"/dev/shm\" }) Call(280, 88, -100, Text(p), 0, 0);",
            "new[] { \"/dev/null\", \"/dev/zero\", \"/dev/full\", \"/tmp\", \"/dev/shm\" }.Any(p => "
                + "System.Math.Abs((System.DateTime.UtcNow - File.GetLastWriteTimeUtc(p)).TotalSeconds) < 300 && "
                + "File.GetLastWriteTimeUtc(p) < "
                + "System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime().AddSeconds(-2))",
                isRefused: true),
        Left("an attribute of a folder", "foreach (var d in Folders()) Call(188, 5, Text(d), Text(\"user.left\"), Text(\"x\"), 1, 0);",
            "Folders().Any(d => Call(191, 8, Text(d), Text(\"user.left\"), Zeros(8), 8) > 0)", isRefused: true),
        Left("what a named mutex and a mapped file leave", "var m = new System.Threading.Mutex(false, \"left\"); Try(() => "
            + "System.IO.MemoryMappedFiles.MemoryMappedFile.CreateFromFile(\"/dev/shm/left\", FileMode.Create, null, 64));",
            "File.Exists(\"/dev/shm/left\") || Directory.Exists(\"/tmp/.dotnet\")"),
    ];
}
