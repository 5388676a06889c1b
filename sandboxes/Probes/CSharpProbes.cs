using System.Text;

namespace Eval.Sandboxes.Probes;

/// <summary>Attacks in C#, which tell in words where they get through.</summary>
internal static class CSharpProbes
{
    public static IEnumerable<SandboxProbe> All(ProbeTargets targets) =>
        [.. Resources(), .. Files(targets), .. Network(targets.Port), .. Forgeries(), .. CompilerBombs()];

    private static SandboxProbe Attack(ProbeShape shape, string name, string body, string usings = "") => new()
    {
        Shape = shape,
        Name = name,
        Answer = $"using System.Runtime.InteropServices;\nusing System.Diagnostics;\n{usings}\npublic static class Attack {{ public static "
            + $"string Run() {{ {body} }} {Native} }}",
    };

    /// <summary>Calls into the C library, for what .NET itself does not offer.</summary>
    private const string Native =
        """
        [DllImport("libc")] static extern nint malloc(nint size);
        [DllImport("libc")] static extern nint memset(nint at, int value, nint size);
        [DllImport("libc")] static extern int write(int fd, byte[] data, nint size); [DllImport("libc")] static extern int getppid();
        [DllImport("libc")] static extern int fork(); [DllImport("libc")] static extern int kill(int process, int signal);
        [DllImport("libc")] static extern nint mmap(nint at, nint size, int protection, int flags, int fd, nint offset);
        [DllImport("libc")] static extern int memfd_create(string name, uint flags);
        [DllImport("libc")] static extern int ftruncate(int fd, nint size);
        """;

    private static IEnumerable<SandboxProbe> Resources() =>
    [
        Attack(ProbeShape.Resource, "endless loop", "while (true) { }"),
        Attack(ProbeShape.Resource, "endless sleep",
            "System.Threading.Thread.Sleep(-1); return \"\";") with { WallTime = SandboxProbe.SleepersTime },
        Attack(ProbeShape.Resource, "stack overflow", "return Attack.Run();"),
        Attack(ProbeShape.Resource, "exit before the checks", "System.Environment.Exit(0); return \"\";"),
        Attack(ProbeShape.Resource, "fail fast", "System.Environment.FailFast(\"bye\"); return \"\";"),
        Attack(ProbeShape.Resource, "10 GB of managed memory", $"var all = new System.Collections.Generic.List<byte[]>(); for (var i = 0; "
            + $"i < 10240; i++) {{ var block = new byte[1 << 20]; System.Array.Fill(block, (byte)1); all.Add(block); }} return "
            + $"\"{ProbeRunner.Escaped}: \" + all.Count;"),
        Attack(ProbeShape.Resource, "10 GB of native memory", $"for (var i = 0; i < 160; i++) {{ var at = malloc(1 << 26); if (at == 0) "
            + $"return \"refused after \" + i; memset(at, 1, 1 << 26); }} return \"{ProbeRunner.Escaped}: all of it\";"),
        Attack(ProbeShape.Resource, "thread bomb", $"try {{ for (var i = 0; i < 5000; i++) {{ new System.Threading.Thread(() => "
            + $"System.Threading.Thread.Sleep(-1), 1 << 16) {{ IsBackground = true }}.Start(); }} return \"{ProbeRunner.Escaped}: 5000 "
            + $"threads\"; }} catch (System.Exception e) {{ return \"refused: \" + e.GetType().Name; }}"),
        Attack(ProbeShape.Resource, "process bomb", $"var n = 0; try {{ for (; n < 300; n++) {{ Process.Start(new "
            + $"ProcessStartInfo(System.Environment.ProcessPath!, System.Environment.GetCommandLineArgs()[0]) {{ RedirectStandardInput = "
            + $"true }}); }} }} catch (System.Exception e) {{ return n + \" processes, then \" + e.GetType().Name; }} return "
            + $"\"{ProbeRunner.Escaped}: \" + n;"),
        Attack(ProbeShape.Resource, "a fork", $"var child = fork(); if (child == 0) {{ while (true) {{ }} }} return child > 0 ? "
            + $"\"{ProbeRunner.Escaped}: \" + child : \"refused\";"),
        Attack(ProbeShape.Resource, "2 GB of shared memory", $"for (var i = 0; i < 32; i++) {{ var at = mmap(0, 1 << 26, 3, 0x21, -1, 0); "
            + $"if (at == -1) return \"refused after \" + i; memset(at, 1, 1 << 26); }} return \"{ProbeRunner.Escaped}: all of it\";"),
        Attack(ProbeShape.Resource, "2 GB in a file of memory", $"var file = memfd_create(\"x\", 0); if (file < 0) return \"refused\"; if "
            + $"(ftruncate(file, 1 << 30) != 0) return \"no larger than allowed\"; return \"{ProbeRunner.Escaped}\";"),
        Attack(ProbeShape.Resource, "64 MB in /dev/shm", $"try {{ for (var i = 0; i < 64; i++) {{ "
            + $"System.IO.File.WriteAllBytes(\"/dev/shm/eval-probe-\" + i, new byte[1 << 20]); }} return \"{ProbeRunner.Escaped}\"; }} "
            + $"catch (System.Exception e) {{ return e.GetType().Name; }} finally {{ try {{ foreach (var file in "
            + $"System.IO.Directory.GetFiles(\"/dev/shm\", \"eval-probe-*\")) System.IO.File.Delete(file); }} catch (System.Exception) "
            + $"{{ }} }}"),
        Attack(ProbeShape.ForeignProcess, "a signal to every process",
            $"return kill(-1, 0) == 0 ? \"{ProbeRunner.Escaped}\" : \"refused\";"),
        Attack(ProbeShape.Resource, "1 GB of output",
            "var line = new string('x', 1 << 20); for (var i = 0; i < 1024; i++) { System.Console.Out.Write(line); } return \"\";"),
        Attack(ProbeShape.Resource, "1 GB returned", "return new string('x', 1 << 29);"),
    ];

    private static IEnumerable<SandboxProbe> Files(ProbeTargets targets) =>
    [
        Attack(ProbeShape.WayOut, "a shell", $"try {{ var shell = Process.Start(new ProcessStartInfo(\"/bin/sh\", \"-c id\") {{ "
            + $"RedirectStandardOutput = true }})!; return \"{ProbeRunner.Escaped}: \" + shell.StandardOutput.ReadToEnd(); }} catch "
            + $"(System.Exception e) {{ return e.GetType().Name; }}"),
        Attack(ProbeShape.WayOut, "environment variables", $"foreach (System.Collections.DictionaryEntry pair in "
            + $"System.Environment.GetEnvironmentVariables()) {{ if ((\"\" + pair.Value).Contains(\"canary-value\")) return "
            + $"\"{ProbeRunner.Escaped}: \" + pair.Key; }} return \"none of ours\";"),
        Attack(ProbeShape.ForeignProcess, "environment of the parent in /proc", $"foreach (var folder in "
            + $"System.IO.Directory.GetDirectories(\"/proc\")) {{ try {{ if (System.IO.File.ReadAllText(folder + "
            + $"\"/environ\").Contains(\"canary-value\")) return \"{ProbeRunner.Escaped}: \" + folder; }} catch (System.Exception) {{ }} "
            + $"}} return \"nothing found\";"),
        Attack(ProbeShape.ForeignProcess, "memory of the parent", $"try {{ using var memory = System.IO.File.OpenRead(\"/proc/\" + "
            + $"getppid() + \"/mem\"); return getppid() <= 1 ? \"only the sandbox's own init\" : \"{ProbeRunner.Escaped}\"; }} catch "
            + $"(System.Exception e) {{ return e.GetType().Name; }}"),
        Attack(ProbeShape.WayOut, "a file of this machine",
            $"try {{ return System.IO.File.ReadAllText({System.Text.Json.JsonSerializer.Serialize(targets.File)}).Length > 0 ? "
            + $"\"{ProbeRunner.Escaped}\" : \"\"; }} catch (System.Exception e) {{ return e.GetType().Name; }}"),
        Attack(ProbeShape.WayOut, "passwords and other people's files", $"foreach (var path in new[] {{ \"/etc/shadow\", "
            + $"\"/root/.bashrc\", \"/var/run/docker.sock\" }}) {{ try {{ return \"{ProbeRunner.Escaped}: \" + path + "
            + $"System.IO.File.ReadAllText(path).Length; }} catch (System.Exception) {{ }} }} try {{ return "
            + $"System.IO.Directory.GetFileSystemEntries(\"/home\").Length > 0 ? \"{ProbeRunner.Escaped}: homes\" : \"none\"; }} catch "
            + $"(System.Exception e) {{ return e.GetType().Name; }}"),
        Attack(ProbeShape.WayOut, "writing outside", $"foreach (var path in new[] {{ \"/usr/x\", \"/program/x\", \"/var/tmp/x\", \"/x\", "
            + $"System.AppContext.BaseDirectory + \"x\" }}) {{ try {{ System.IO.File.WriteAllText(path, \"x\"); "
            + $"System.IO.File.Delete(path); return \"{ProbeRunner.Escaped}: \" + path; }} catch (System.Exception) {{ }} }} return "
            + $"\"refused everywhere\";"),
        Attack(ProbeShape.WayOut, "filling the disk", $"try {{ for (var i = 0; i < 100; i++) {{ "
            + $"System.IO.File.WriteAllBytes(\"/tmp/eval-probe-\" + i, new byte[1 << 20]); }} return \"{ProbeRunner.Escaped}: 100 files of "
            + $"1 MiB\"; }} catch (System.Exception e) {{ return e.GetType().Name; }} finally {{ foreach (var file in "
            + $"System.IO.Directory.GetFiles(\"/tmp\", \"eval-probe-*\")) System.IO.File.Delete(file); }}"),
    ];

    private static IEnumerable<SandboxProbe> Network(int port) =>
    [
        Attack(ProbeShape.WayOut, "a listener on this machine", $"try {{ using var client = new System.Net.Sockets.TcpClient(); "
            + $"client.Connect(\"127.0.0.1\", {port}); return \"{ProbeRunner.Escaped}\"; }} catch (System.Exception e) {{ return "
            + $"e.GetType().Name; }}"),
    ];

    private static IEnumerable<SandboxProbe> Forgeries()
    {
        const string MustHold = "global::Eval.Runtime.Checks.That(0, Attack.Run() == \"right\")";
        SandboxProbe Forge(string name, string body) =>
            Attack(ProbeShape.ForgedVerdict, name, body) with { Check = MustHold, MustNotPass = true };
        yield return Forge("printing a forged success",
            "System.Console.WriteLine(\"PASS\\n\\u0007{\\\"passed\\\":true}\"); System.Environment.Exit(0); return \"\";");
        yield return Forge("writing to every descriptor",
            "var frame = new byte[64]; frame[0] = 17; frame[20] = 7; for (var fd = 0; fd < 1024; fd++) { write(fd, frame, 21); } "
                + "System.Environment.Exit(0); return \"\";");
        yield return Forge("clearing the trace listeners", "Trace.Listeners.Clear(); Debug.Assert(false); return \"wrong\";");
        yield return Forge("a namespace in place of ours", "return \"wrong\";") with
        {
            Answer = "namespace Eval.Runtime { public static class Checks { public static void That(int check, bool held, string message = "
                + "null) { } } } public static class Attack { public static string Run() => \"wrong\"; }",
        };
        yield return new SandboxProbe
        {
            Shape = ProbeShape.Secret,
            Name = "reflection into the runner",
            Answer = ReflectionAttack,
            Check = MustHold,
            MustNotPass = true,
            ForbidReflection = true,
        };
        yield return new SandboxProbe
        {
            Shape = ProbeShape.Secret,
            Name = "reflection against returned values",
            Answer = ReflectionAttack,
            MustNotPass = true,
        };
    }

    /// <summary>Finds the channel and its nonce and sends a held check and the end.</summary>
    private const string ReflectionAttack =
        """
        using System.Reflection;
        public static class Attack
        {
            public static string Run()
            {
                var checks = System.AppDomain.CurrentDomain.GetAssemblies()
                    .Select(assembly => assembly.GetType("Eval.Runtime.Checks")).First(type => type != null);
                var channel = checks.GetFields(BindingFlags.NonPublic | BindingFlags.Static)[0].GetValue(null);
                checks.GetMethod("That").Invoke(null, new object[] { 0, true, null });
                channel.GetType().GetMethod("End").Invoke(channel, null);
                System.Threading.Thread.Sleep(1000);
                return "wrong";
            }
        }
        """;

    private static IEnumerable<SandboxProbe> CompilerBombs()
    {
        static SandboxProbe Bomb(string name, string answer) =>
            new() { Shape = ProbeShape.Compiler, Name = "compiler: " + name, Answer = answer };
        static string Method(string body) => $"public static class Attack {{ public static string Run() {{ {body} }} }}";
        static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
        yield return Bomb("20,000 nested braces", Method(Repeat("{", 20_000) + Repeat("}", 20_000) + " return \"\";"));
        yield return Bomb("20,000 nested parentheses", Method($"return \"\" + {Repeat("(", 20_000)}1{Repeat(")", 20_000)};"));
        yield return Bomb("a sum of 50,000 terms", Method($"var x = 1; return \"\" + ({Repeat("x+", 50_000)}1);"));
        yield return Bomb("5,000 nested ifs", Method($"var x = true; {Repeat("if(x)", 5_000)}return \"a\"; return \"\";"));
        yield return Bomb("overloads", "public static class Attack { delegate T D<T>(T x);\n"
            + "static void F(System.Func<int,int> f){} static void F(System.Func<string,string> f){} static void "
            + "F(System.Func<bool,bool> f){}\n"
            + "public static string Run() { " + Repeat("F(x=>{", 30) + Repeat("return x;});", 30) + " return \"\"; } }");
        yield return Bomb("generic expansion", "class G<T> { public G<G<T>> Next => null; } public static class Attack { public static "
            + "string Run() { return \"\" + new G<int>()" + Repeat(".Next", 400) + "; } }");
        yield return Bomb("a source of 10 MB", Method("return \"" + Repeat("0123456789", 1_000_000) + "\";"));
    }
}
