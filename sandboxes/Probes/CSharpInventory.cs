namespace Eval.Sandboxes.Probes;

/// <summary>What tries out in C# all that can be left, and looks for it.</summary>
internal static class CSharpInventory
{
    public const string Source =
        $$"""
        using System.Collections.Generic; using System.IO; using System.Linq; using System.Runtime.InteropServices;
        public static class Attack
        {
            {{CSharpSystemProbes.Native}}
            [DllImport("libc")] static extern int access(string path, int how);

            static readonly (string Name, System.Func<bool, nint> Does)[] Objects =
            [
                ("POSIX queues", make => Call(240, 180, Text("left"), make ? 0x42 : 2, 0x1b6, 0)),
                ("System V queues", make => Call(68, 186, 4711, make ? 0x3b6 : 0)),
                ("System V segments", make => Call(29, 194, 4711, make ? 4096 : 0, make ? 0x3b6 : 0)),
                ("System V semaphores", make => Call(64, 190, 4711, make ? 1 : 0, make ? 0x3b6 : 0)),
                ("keys", make => make ? Call(248, 217, Text("user"), Text("left"), Text("x"), 1, -4)
                    : Call(250, 219, 10, -4, Text("user"), Text("left"), 0)),
            ];

            static IEnumerable<string> Writable()
            {
                foreach (var words in File.ReadAllLines("/proc/self/mountinfo").Select(line => line.Split(' ')))
                {
                    var kind = words[System.Array.IndexOf(words, "-") + 1];
                    if (kind != "proc" && words[5].Split(',').Contains("rw"))
                    {
                        foreach (var path in Below(words[4])) yield return path;
                    }
                }
            }

            static IEnumerable<string> Below(string path)
            {
                if (access(path, 2) == 0) yield return path;
                if (!Directory.Exists(path) || new DirectoryInfo(path).LinkTarget != null) yield break;
                string[] inner;
                try { inner = Directory.GetFileSystemEntries(path).Where(each => new FileInfo(each).LinkTarget == null).ToArray(); }
                catch (System.Exception) { yield break; }
                foreach (var found in inner.SelectMany(Below)) yield return found;
            }

            static bool IsNew(string path) => System.Math.Abs((System.DateTime.UtcNow - File.GetLastWriteTimeUtc(path)).TotalSeconds) < 300;

            public static string Inventory(string mode)
            {
                var places = Writable().Distinct().Order().ToList();
                if (mode == "leave")
                {
                    foreach (var place in places)
                    {
                        System.Console.WriteLine("writable " + place);
                        Call(280, 88, -100, Text(place), 0, 0);
                        if (!Directory.Exists(place)) continue;
                        Try(() => Directory.CreateDirectory(place + "/left/deep"));
                        Try(() => File.WriteAllText(place + "/left/deep/file", "x"));
                        Call(188, 5, Text(place), Text("user.left"), Text("x"), 1, 0);
                        Try(() => File.SetUnixFileMode(place + "/left", 0));
                    }

                    foreach (var (name, does) in Objects) System.Console.WriteLine((does(true) >= 0 ? "made " : "refused ") + name);
                    foreach (var name in new[] { "ipc", "mnt", "net", "pid", "uts" })
                        System.Console.WriteLine("namespace " + name + " " + new FileInfo("/proc/self/ns/" + name).LinkTarget);
                }
                else
                {
                    foreach (var place in places)
                    {
                        if (Directory.Exists(place) && Directory.Exists(place + "/left"))
                            System.Console.WriteLine("left " + place + "/left");
                        if (Call(191, 8, Text(place), Text("user.left"), Zeros(8), 8) > 0)
                            System.Console.WriteLine("left the attribute of " + place);
                        {{TimesMatter}}
                    }

                    foreach (var (name, does) in Objects) if (does(false) >= 0) System.Console.WriteLine("left " + name);
                }

                System.Console.WriteLine("end");
                return "end";
            }
        }
        """;

    /// <summary>
    /// A worker of its own namespaces has new mounts, whose times are new for that reason: what tells then is the time before it began.
    /// </summary>
    private const string TimesMatter =
        "if (IsNew(place) && File.GetLastWriteTimeUtc(place) < "
            + "System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime().AddSeconds(-2)) System.Console.WriteLine(\"left "
            + "the time of \" + place);";
}
