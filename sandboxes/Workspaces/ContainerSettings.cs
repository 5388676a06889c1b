using Docker.DotNet.Models;
using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Workspaces;

/// <summary>How the container of a working copy is locked down.</summary>
internal static class ContainerSettings
{
    /// <summary>Where the harness compares, out of reach of commands and of what they fill up.</summary>
    public const string ScratchFolder = "/eval/scratch";

    private const string FirstUser = "0:0";
    private const long FolderBytes = 2L << 30;
    private const long TemporaryBytes = 1L << 30;
    private const long ScratchBytes = 512L << 20;
    private const int FolderFiles = 500_000;
    private const int TemporaryFiles = 200_000;
    private const long Shares = 128;

    public static CreateContainerParameters Create(
        DockerEngine engine, string image, WorkspaceEnvironment environment, WorkspaceOptions options)
    {
        string[] own =
        [
            "LANG=C.UTF-8", "TZ=UTC", "HOME=/tmp", "TMPDIR=/tmp", "PYTHONHASHSEED=0",
            "PAGER=cat", "GIT_PAGER=cat", "GIT_TERMINAL_PROMPT=0", "GIT_CONFIG_NOSYSTEM=1",
            // The copy's folder belongs to root.
            "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*",
        ];
        return new CreateContainerParameters
        {
            Image = image,
            // Of root's rights the first process keeps the one to end others. It is out of their reach, as another user's.
            User = FirstUser,
            Entrypoint = ["/bin/bash", "-c", ContainerKeeper.Script],
            AttachStdin = true,
            AttachStdout = true,
            OpenStdin = true,
            StdinOnce = true,
            Env = [.. own, .. environment.Variables.Select(variable => $"{variable.Key}={variable.Value}")],
            Labels = ContainerLabels.Create(engine, options.RunId),
            HostConfig = new HostConfig
            {
                AutoRemove = true,
                Runtime = options.Runtime,
                // Nothing but itself, which tests with servers of their own reach by the name 'localhost'.
                NetworkMode = "none",
                IpcMode = "private",
                ShmSize = 64L << 20,
                ReadonlyRootfs = true,
                // In memory, and counted with it: a copy that fills up takes nothing from the machine's disk. Empty files take some too.
                Tmpfs = new Dictionary<string, string>
                {
                    [Workspace.Folder] = $"size={FolderBytes},nr_inodes={FolderFiles},mode=1777,nosuid,nodev,exec",
                    ["/tmp"] = $"size={TemporaryBytes},nr_inodes={TemporaryFiles},mode=1777,nosuid,nodev,exec",
                    [ScratchFolder] = $"size={ScratchBytes},mode=755,uid={ContainerShell.HarnessUser.Split(':')[0]},nosuid,nodev,noexec",
                },
                CapDrop = ["ALL"],
                CapAdd = ["KILL"],
                SecurityOpt = ["no-new-privileges"],
                Memory = (long)environment.MemoryMb << 20,
                MemorySwap = (long)environment.MemoryMb << 20,
                PidsLimit = options.Processes,
                // Builds and tests are long and their limits wide: where processors are short, answers and the harness' clock come first.
                CPUShares = Shares,
                NanoCPUs = options.Processors * 1_000_000_000L,
                LogConfig = new LogConfig { Type = "none" },
                Ulimits =
                [
                    new Ulimit { Name = "core", Soft = 0, Hard = 0 },
                    new Ulimit { Name = "nofile", Soft = 4096, Hard = 4096 },
                    new Ulimit { Name = "fsize", Soft = FolderBytes, Hard = FolderBytes },
                ],
            },
        };
    }
}
