namespace Eval.Sandboxes.Docker;

/// <summary>How a language's runner tells what an answer did.</summary>
internal enum ResultWay
{
    /// <summary>Tests in a process of their own call the answer's process.</summary>
    Calls,

    /// <summary>The worker that C# runs in, with frames on its standard output.</summary>
    Worker,

    /// <summary>Answer and tests are one program, which must end well and print a word that is new every time.</summary>
    ExitCode,
}
