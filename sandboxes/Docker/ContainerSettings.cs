using System.Globalization;
using Docker.DotNet.Models;

namespace Eval.Sandboxes.Docker;

/// <summary>How every container of ours is locked down.</summary>
internal static class ContainerSettings
{
    /// <summary>
    /// The first process makes three users of this one: itself, the tests, and the answers, who have no capability; see <c>users.py</c>. It
    /// keeps
    /// what starts and ends processes of the others.
    /// </summary>
    private const string First = "0:0";

    private static readonly string[] FirstCapabilities = ["KILL", "SETGID", "SETUID"];

    private const long ScratchBytes = 64L << 20;

    /// <summary>What locks between an answer's own processes need; emptied after each answer, like scratch.</summary>
    private const long SharedBytes = 4L << 20;

    /// <summary>What the runner itself and the data set's tests take beside the answer.</summary>
    private const long RunnerBytes = 512L << 20;

    private const int RunnerProcesses = 8;

    public static CreateContainerParameters Create(DockerEngine engine, string image, DockerSandboxOptions options, string runId,
        int? processor) => new()
    {
        Image = image,
        User = First,
        AttachStdin = true,
        AttachStdout = true,
        AttachStderr = true,
        OpenStdin = true,
        // Standard input ends with the harness, and with it the container: also when the harness is killed.
        StdinOnce = true,
        NetworkDisabled = true,
        // Nothing of the harness' environment; what is here is part of reproducibility.
        Env = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC", "HOME=/tmp", "TMPDIR=/tmp", "PYTHONHASHSEED=0",
            "PYTHONDONTWRITEBYTECODE=1"],
        Labels = ContainerLabels.Create(engine, runId),
        HostConfig = new HostConfig
        {
            AutoRemove = true,
            Runtime = options.Runtime,
            NetworkMode = "none",
            IpcMode = "none",
            ReadonlyRootfs = true,
            Tmpfs = new Dictionary<string, string>
            {
                // Not sticky: answer and tests, who are two users, remove what the other one made.
                ["/tmp"] = $"size={ScratchBytes},mode=0777,nosuid,nodev,exec",
                ["/dev/shm"] = $"size={SharedBytes},mode=0777,nosuid,nodev,noexec",
            },
            CapDrop = ["ALL"],
            CapAdd = FirstCapabilities,
            SecurityOpt = ["no-new-privileges"],
            Memory = options.Limits.MemoryBytes + RunnerBytes,
            MemorySwap = options.Limits.MemoryBytes + RunnerBytes,
            PidsLimit = options.Limits.Processes + RunnerProcesses,
            NanoCPUs = 1_000_000_000,
            CpusetCpus = processor?.ToString(CultureInfo.InvariantCulture),
            // A killed answer leaves no record behind, and output goes to nobody but us.
            LogConfig = new LogConfig { Type = "none" },
            Ulimits =
            [
                new Ulimit { Name = "core", Soft = 0, Hard = 0 },
                // Queues of messages outlive who made them.
                new Ulimit { Name = "msgqueue", Soft = 0, Hard = 0 },
                new Ulimit { Name = "nofile", Soft = 1024, Hard = 1024 },
            ],
        },
    };
}
