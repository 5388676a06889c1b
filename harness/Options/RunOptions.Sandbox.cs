using Eval.Sandboxes;
using Eval.Sandboxes.Docker;

namespace Eval.Harness.Options;

/// <content>Options: where answers run and what they may use.</content>
internal sealed partial record RunOptions
{
    internal static readonly RunOption<string> SandboxOption = new("--sandbox")
    {
        HelpName = "KIND",
        Help = "Where answers run: auto (C# in roslyn, everything else in docker), roslyn or docker. Default: auto.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Default = "auto",
        Decides = Decides.Answers,
        Holds = value => value is "auto" or "roslyn" or "docker",
        Instead = "choose auto, roslyn or docker.",
    };

    /// <summary>auto, roslyn or docker. Default: auto, the strongest that works here.</summary>
    public string Sandbox
    {
        get => Get(SandboxOption);
        init => Set(SandboxOption, value);
    }

    internal static readonly RunOption<string> AssemblyOption = new("--assembly")
    {
        HelpName = "RULE",
        Help = "What stands in front of a Python answer that is a full program, where the prompt is code: prompt, imports "
            + "(typing, math, re, heapq, itertools) or alone. Default: prompt.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Default = "prompt",
        Decides = Decides.Answers,
        Holds = value => value is "prompt" or "imports" or "alone",
        Instead = "choose prompt, imports or alone.",
    };

    /// <summary>What stands in front of a Python answer that is a full program: prompt, imports or alone. Default: prompt.</summary>
    public string Assembly
    {
        get => Get(AssemblyOption);
        init => Set(AssemblyOption, value);
    }

    internal static readonly RunOption<string?> DockerRuntimeOption = new("--docker-runtime")
    {
        HelpName = "NAME",
        Help = "Container runtime, for instance runsc. Default: the engine's.",
        In = RunVerbs.Run | RunVerbs.Grade,
    };

    /// <summary>The container runtime, for instance runsc. Default: the engine's.</summary>
    public string? DockerRuntime
    {
        get => Get(DockerRuntimeOption);
        init => Set(DockerRuntimeOption, value);
    }

    internal static readonly RunOption<string?> DockerBaseOption = new("--docker-base")
    {
        HelpName = "IMAGE",
        Help = "Image that sandbox images are built on. Default: what each Dockerfile names.",
        In = RunVerbs.Run | RunVerbs.Grade,
    };

    /// <summary>The image that sandbox images are built on. Default: what each Dockerfile names.</summary>
    public string? DockerBase
    {
        get => Get(DockerBaseOption);
        init => Set(DockerBaseOption, value);
    }

    internal static readonly RunOption<int> AnswersPerContainerOption = new("--answers-per-container")
    {
        HelpName = "N",
        Help = "Answers that a container runs, each in a process of its own, before it is replaced; 1 gives each a fresh "
            + "container, which costs some thirty times as much. Default: 2000.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Default = new DockerSandboxOptions().AnswersPerContainer,
        Holds = value => value >= 1,
        Instead = "write a number of at least 1.",
    };

    /// <summary>How many answers a container runs before it is replaced; 1 gives each a fresh one.</summary>
    public int AnswersPerContainer
    {
        get => Get(AnswersPerContainerOption);
        init => Set(AnswersPerContainerOption, value);
    }

    internal static readonly RunOption<int?> MaxConnectionsOption = new("--max-connections")
    {
        HelpName = "N",
        Help = "Open calls per model. Default: adapts to the endpoint.",
        Holds = value => value is >= 1 and <= 2000,
        Instead = "write a number from 1 to 2000.",
    };

    /// <summary>Open calls per model. Default: adaptive.</summary>
    public int? MaxConnections
    {
        get => Get(MaxConnectionsOption);
        init => Set(MaxConnectionsOption, value);
    }

    internal static readonly RunOption<int?> MaxSandboxesOption = new("--max-sandboxes")
    {
        HelpName = "N",
        Help = "Answers that run at once. Default: the number of processors.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Holds = value => value is >= 1 and <= 256,
        Instead = "write a number from 1 to 256.",
    };

    /// <summary>Answers that run at once. Default: the number of processors.</summary>
    public int? MaxSandboxes
    {
        get => Get(MaxSandboxesOption);
        init => Set(MaxSandboxesOption, value);
    }

    internal static readonly RunOption<double> TimeoutOption = new("--timeout")
    {
        HelpName = "SECONDS",
        Help = "Processor seconds per execution. Default: 5.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Default = 5,
        Decides = Decides.Answers,
        Holds = value => value is > 0 and <= 3600,
        Instead = "write seconds from 1 to 3600.",
    };

    /// <summary>Processor seconds per execution; the limit on the clock is three times as long. Default: 5.</summary>
    public double TimeoutSeconds
    {
        get => Get(TimeoutOption);
        init => Set(TimeoutOption, value);
    }

    /// <summary>What one execution may use.</summary>
    public ResourceLimits Limits => new() { CpuTime = TimeSpan.FromSeconds(TimeoutSeconds),
        WallTime = TimeSpan.FromSeconds(3 * TimeoutSeconds) };

    /// <summary>What opening sandboxes needs of all this.</summary>
    public SandboxOptions Sandboxes => new()
    {
        Kind = Sandbox, Assembly = Assembly, DockerRuntime = DockerRuntime, DockerBase = DockerBase,
        AnswersPerContainer = AnswersPerContainer, MaxSandboxes = MaxSandboxes ?? Environment.ProcessorCount, Limits = Limits,
    };

    private static IReadOnlyList<RunOption> OfSandbox =>
    [
        SandboxOption,
        AssemblyOption,
        DockerRuntimeOption,
        DockerBaseOption,
        AnswersPerContainerOption,
        MaxConnectionsOption,
        MaxSandboxesOption,
        TimeoutOption,
    ];
}
