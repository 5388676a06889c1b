using System.Runtime.Loader;
using Eval.Runtime;
using Eval.Sandboxes.Worker;
using Eval.Sandboxes.Worker.Checking;
using Eval.Sandboxes.Worker.Confinement;
using Eval.Sandboxes.Worker.Driving;
using Eval.Sandboxes.Worker.Frames;
using Eval.Sandboxes.Worker.Hosting;

// Runs one compiled answer, reports on a private channel, and is killed by its host. Nothing printed and no exit code means anything.
var input = PrivateDescriptors.TakeInput();
var output = PrivateDescriptors.TakeOutput();
WarmUp.Run();
SystemCallFilter.Install(refuseSockets: args is [WorkerArguments.WithoutNamespaces]);
output.Write(Frame.Write(new byte[Frame.NonceLength], FrameKind.Ready, []));

var request = Frame.Read(input, int.MaxValue / 2);
if (request is not { Kind: FrameKind.Run or FrameKind.Host or FrameKind.Check, Nonce: var nonce, Body: var body })
{
    return 1;
}

if (request.Kind == FrameKind.Check)
{
    new CheckerProcess(input, output).Serve(request);
    return 0;
}

if (request.Kind == FrameKind.Run)
{
    input.Dispose();
}

var limits = WorkerLimits.Read(body, out var assembly);
var channel = new Channel(output, nonce, limits.OutputBytes);
try
{
    limits.Apply(isRepeated: false);
    Checks.Open(channel);
    channel.Begun();
}
catch (Exception e)
{
    channel.Broken(e);
    Thread.Sleep(Timeout.Infinite);
}

try
{
    switch (request.Kind)
    {
        case FrameKind.Host:
            HostRun.Run(input, channel, assembly, limits.OutputBytes);
            break;
        default:
            var loaded = AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(assembly, writable: false));
            SystemCallFilter.RefuseSharedMemory();
            Driver.Run(loaded, assembly);
            channel.End();
            break;
    }
}
catch (Exception e)
{
    channel.Fault(e);
}

// The host ends this process; leaving on its own could wait for threads or finalizers of the answer.
Thread.Sleep(Timeout.Infinite);
return 0;
