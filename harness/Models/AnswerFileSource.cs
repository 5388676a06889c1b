using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>Answers that exist already; nobody is asked.</summary>
/// <param name="File">The file that they are in.</param>
internal sealed record AnswerFileSource(string File) : ModelSource
{
    public override string Name => RunModel.File;

    public override string Address => new Uri(Path.GetFullPath(File)).AbsoluteUri;

    public override string Place => Address;
}
