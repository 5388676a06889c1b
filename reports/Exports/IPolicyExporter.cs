using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>Writes a policy in the form that another program loads. What that program cannot do is refused, never left out.</summary>
public interface IPolicyExporter
{
    /// <summary>Gets the name by which the format is chosen: <c>litellm</c>, <c>portkey</c>, …</summary>
    string Name { get; }

    /// <summary>Returns the files of a policy. They hold no secret: keys are named by their environment variables.</summary>
    /// <exception cref="PolicyExportException">The format cannot express the policy; the message says why and what could be
    /// done.</exception>
    PolicyExport Export(PolicyFile file, ExportOptions options);
}
